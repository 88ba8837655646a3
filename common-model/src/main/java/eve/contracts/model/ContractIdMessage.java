package eve.contracts.model;

import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// The value of a record on `contract-ids`: the contract to fetch, and the region that lists it, where known.
///
/// On the wire it is `{"contractId":123,"regionId":10000002}` or the bare number `123`; unknown fields are
/// ignored.
///
/// @param contractId the contract's id, positive
/// @param regionId the EVE region whose listing contains the contract, positive; `null` when not known
public record ContractIdMessage(long contractId, @Nullable Long regionId) {

    /// Anyone can publish: a value that is no id must cost little, however many megabytes it has.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(200_000)
                            .maxStringLength(65_536)
                            .build())
                    .build())
            .build();

    public ContractIdMessage {
        requirePositive("contractId", contractId);
        if (regionId != null) {
            requirePositive("regionId", regionId);
        }
    }

    /// Reads a record's value.
    ///
    /// @throws UnreadableMessageException when the bytes are neither of the two forms; its message says what
    ///     was expected
    public static ContractIdMessage read(byte @Nullable [] value) throws UnreadableMessageException {
        return value == null ? read(new byte[0], 0, 0) : read(value, 0, value.length);
    }

    /// Reads a part of `bytes`. Fields that the message does not need are skipped, not kept.
    public static ContractIdMessage read(byte[] bytes, int offset, int length) throws UnreadableMessageException {
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            var message = read(json);
            if (json.nextToken() != null) {
                throw unreadable("not JSON (Trailing token after the value)");
            }
            return message;
        } catch (JacksonException e) {
            throw unreadable("not JSON (" + e.getOriginalMessage() + ")");
        }
    }

    private static ContractIdMessage read(JsonParser json) throws UnreadableMessageException {
        return switch (json.nextToken()) {
            case null -> throw unreadable("the value is empty");
            case VALUE_NUMBER_INT -> new ContractIdMessage(id("the value", json), null);
            case START_OBJECT -> fields(json);
            case JsonToken other -> {
                json.skipChildren();
                throw unreadable("the value is of JSON type " + type(other));
            }
        };
    }

    private static ContractIdMessage fields(JsonParser json) throws UnreadableMessageException {
        Long contractId = null;
        Long regionId = null;
        var seen = new HashSet<String>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            boolean needed = name.equals("contractId") || name.equals("regionId");
            if (needed && !seen.add(name)) {
                throw unreadable("not JSON (Duplicate field " + name + ")");
            }
            var token = json.nextToken();
            if (name.equals("contractId")) {
                contractId = id(name, json);
            } else if (name.equals("regionId") && token != JsonToken.VALUE_NULL) {
                regionId = id(name, json);
            } else {
                json.skipChildren();
            }
        }
        if (contractId == null) {
            throw unreadable("contractId is missing");
        }
        return new ContractIdMessage(contractId, regionId);
    }

    /// Returns the wire form, an object; [#read] returns an equal message.
    public byte[] write() {
        var json = JSON.createObjectNode().put("contractId", contractId);
        if (regionId != null) {
            json.put("regionId", regionId.longValue());
        }
        return JSON.writeValueAsBytes(json);
    }

    private static final String EXPECTED =
            "expected a contract id such as 123, or {\"contractId\":123,\"regionId\":10000002}";

    private static long id(String field, JsonParser json) throws UnreadableMessageException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw unreadable(field + " is not a whole number");
        }
        if (json.getNumberType() == NumberType.BIG_INTEGER || json.getLongValue() <= 0) {
            throw new UnreadableMessageException(
                    FailureReason.INVALID_ID, field + " is not between 1 and " + Long.MAX_VALUE);
        }
        return json.getLongValue();
    }

    private static String type(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "ARRAY";
            case VALUE_STRING -> "STRING";
            case VALUE_NUMBER_FLOAT -> "NUMBER";
            case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN";
            case VALUE_NULL -> "NULL";
            default -> token.name();
        };
    }

    private static UnreadableMessageException unreadable(String why) {
        return new UnreadableMessageException(FailureReason.UNREADABLE, why + "; " + EXPECTED);
    }

    private static void requirePositive(String field, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + " must be positive, not " + value);
        }
    }
}
