package eve.contracts.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The value of a record on `contract-ids`: the contract to fetch, and where known the region that lists it.
///
/// On the wire it is `{"contractId":123,"regionId":10000002}` or the bare number `123`; unknown fields are ignored.
///
/// @param contractId the contract's id, positive
/// @param regionId the EVE region whose listing holds the contract, positive; `null` when not known
public record ContractIdMessage(long contractId, @Nullable Long regionId) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    public ContractIdMessage {
        requirePositive("contractId", contractId);
        if (regionId != null) {
            requirePositive("regionId", regionId);
        }
    }

    /// Reads a record's value.
    ///
    /// @throws UnreadableMessageException when the bytes are neither of the two forms; says what was expected
    public static ContractIdMessage read(byte @Nullable [] value) throws UnreadableMessageException {
        JsonNode json = value == null ? MissingNode.getInstance() : parse(value);
        if (json.isMissingNode()) {
            throw new UnreadableMessageException(FailureReason.UNREADABLE, "the value is empty; " + EXPECTED);
        }
        if (json.isIntegralNumber()) {
            return new ContractIdMessage(id("the value", json), null);
        }
        if (!json.isObject()) {
            throw new UnreadableMessageException(
                    FailureReason.UNREADABLE, "the value is of JSON type " + json.getNodeType() + "; " + EXPECTED);
        }
        JsonNode contractId = json.path("contractId");
        JsonNode regionId = json.path("regionId");
        return new ContractIdMessage(
                id("contractId", contractId),
                regionId.isMissingNode() || regionId.isNull() ? null : id("regionId", regionId));
    }

    /// The wire form, an object; [#read] gives an equal message back.
    public byte[] write() {
        var json = JSON.createObjectNode().put("contractId", contractId);
        if (regionId != null) {
            json.put("regionId", regionId.longValue());
        }
        return JSON.writeValueAsBytes(json);
    }

    private static final String EXPECTED =
            "expected a contract id such as 123, or {\"contractId\":123,\"regionId\":10000002}";

    private static JsonNode parse(byte[] value) throws UnreadableMessageException {
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            throw new UnreadableMessageException(
                    FailureReason.UNREADABLE, "not JSON (" + e.getOriginalMessage() + "); " + EXPECTED);
        }
    }

    private static long id(String field, JsonNode node) throws UnreadableMessageException {
        if (node.isMissingNode()) {
            throw new UnreadableMessageException(FailureReason.UNREADABLE, field + " is missing; " + EXPECTED);
        }
        if (!node.isIntegralNumber()) {
            throw new UnreadableMessageException(
                    FailureReason.UNREADABLE, field + " is not a whole number; " + EXPECTED);
        }
        if (!node.canConvertToLong() || node.longValue() <= 0) {
            throw new UnreadableMessageException(
                    FailureReason.INVALID_ID, field + " is not between 1 and " + Long.MAX_VALUE);
        }
        return node.longValue();
    }

    private static void requirePositive(String field, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + " must be positive, not " + value);
        }
    }
}
