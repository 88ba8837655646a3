package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Json;
import eve.contracts.simulator.universe.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a good body into a bad one, with its own entity tag.
final class SpoiltBody {
    private static final String EMPTY = "[]";

    private SpoiltBody() {}

    /// Returns the corrupted answer; empty if this fault has nothing to corrupt in it.
    ///
    /// @param before the body of the page before
    static Optional<Answer> of(Answer good, Fault fault, EsiRequest asked, byte @Nullable [] before) {
        return switch (fault.kind()) {
            case INVALID_JSON -> bytes(good, Arrays.copyOf(good.body(), good.body().length / 2 + 1));
            case NULL_BODY -> text(good, "null");
            case EMPTY_OBJECT -> text(good, "{}");
            case ERROR_BODY -> bytes(good, Json.bytes(Map.of("error", "Unhandled internal error encountered!")));
            case NO_BODY -> text(good, "");
            case EMPTY_LIST ->
                isList(good) && good.body().length > EMPTY.length() ? text(good, EMPTY) : Optional.empty();
            case REPEATED_ACROSS_PAGES ->
                before == null
                        ? Optional.empty()
                        : entries(Json.mapper().readTree(before))
                                .flatMap(earlier -> entries(Json.mapper().readTree(good.body()))
                                        .flatMap(list ->
                                                bytes(good, withFirst(list, earlier.get(earlier.size() - 1)))));
            case MISSING_FIELD,
                    WRONG_TYPE,
                    UNKNOWN_FIELD,
                    UNKNOWN_ENUM,
                    REPEATED_ENTRY,
                    BAD_BYTE,
                    LONE_SURROGATE,
                    NOT_A_NUMBER -> oneEntry(good, fault, asked);
            default -> throw new IllegalStateException(fault.kind() + " spoils no body");
        };
    }

    private static Optional<Answer> oneEntry(Answer good, Fault fault, EsiRequest asked) {
        JsonNode tree = Json.mapper().readTree(good.body());
        int pick = fault.steady() ? asked.steadyPick() : asked.pick();
        Optional<ArrayNode> list = entries(tree);
        OptionalInt at = list.map(entries -> place(entries, fault.contractId(), pick))
                .orElse(tree.isObject() ? OptionalInt.of(0) : OptionalInt.empty());
        if (at.isEmpty()) {
            return Optional.empty();
        }
        JsonNode entry = list.map(entries -> entries.get(at.getAsInt())).orElse(tree);
        if (!(entry instanceof ObjectNode object)) {
            return Optional.empty();
        }
        Route route = asked.target().route();
        return switch (fault.kind()) {
            case REPEATED_ENTRY ->
                list.flatMap(entries -> bytes(good, Json.bytes(entries.insert(at.getAsInt(), object))));
            case BAD_BYTE, LONE_SURROGATE, NOT_A_NUMBER ->
                SpoiltText.of(tree, object, fault.kind(), pick).flatMap(bad -> bytes(good, bad));
            default ->
                change(object, fault.kind(), field(route, pick)) ? bytes(good, Json.bytes(tree)) : Optional.empty();
        };
    }

    /// Returns the position of the wanted contract; any position if none is wanted.
    private static OptionalInt place(ArrayNode entries, @Nullable Long contractId, int pick) {
        if (contractId == null || !entries.get(0).has("contract_id")) {
            return OptionalInt.of(pick % entries.size());
        }
        return IntStream.range(0, entries.size())
                .filter(n -> entries.get(n).path("contract_id").longValue() == contractId)
                .findFirst();
    }

    private static Optional<ArrayNode> entries(JsonNode tree) {
        return tree instanceof ArrayNode array && !array.isEmpty() ? Optional.of(array) : Optional.empty();
    }

    private static byte[] withFirst(ArrayNode list, JsonNode entry) {
        return Json.bytes(list.insert(0, entry));
    }

    private static boolean isList(Answer answer) {
        return answer.body().length > 0 && answer.body()[0] == '[';
    }

    private static boolean change(ObjectNode object, FaultKind fault, String field) {
        return switch (fault) {
            case MISSING_FIELD -> object.remove(field) != null;
            case WRONG_TYPE -> object.has(field) && otherType(object, field).has(field);
            case UNKNOWN_FIELD -> object.put("not_documented", 1).has("not_documented");
            case UNKNOWN_ENUM ->
                object.has("type") && object.put("type", "barter").has("type");
            default -> false;
        };
    }

    private static ObjectNode otherType(ObjectNode object, String field) {
        return object.path(field).isString() ? object.put(field, 7) : object.put(field, "wrong");
    }

    private static String field(Route route, int pick) {
        List<String> required = switch (route) {
            case LISTING -> List.of("date_expired", "issuer_id", "type", "contract_id");
            case ITEMS -> List.of("type_id", "quantity", "is_included", "record_id");
            case BIDS -> List.of("amount", "date_bid", "bid_id");
            case DYNAMIC_ITEMS -> List.of("source_type_id", "dogma_attributes", "created_by");
            case REGION -> List.of("name", "region_id");
            case TYPE -> List.of("group_id", "name");
            case NAMES -> List.of("category", "name");
            case STATUS -> List.of("players");
            case REGIONS, UNKNOWN -> List.of("id");
        };
        return required.get(pick % required.size());
    }

    private static Optional<Answer> text(Answer good, String body) {
        return bytes(good, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Answer> bytes(Answer good, byte[] body) {
        return Optional.of(good.withBody(Page.rendered(body)));
    }
}
