package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Json;
import eve.contracts.simulator.universe.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a bad body of a good one.
final class Spoiler {
    private static final byte[] EMPTY = "[]".getBytes(StandardCharsets.UTF_8);

    private Spoiler() {}

    /// The spoiled answer; empty when this fault has nothing to spoil here. A cut body is cut when it is written.
    static Optional<Answer> spoil(Answer good, FaultKind fault, Route route, int pick) {
        return switch (fault) {
            case CUT_BODY -> good.body().length > 1 ? Optional.of(good) : Optional.empty();
            case INVALID_JSON ->
                Optional.of(good.withBody(Page.rendered(Arrays.copyOf(good.body(), good.body().length / 2 + 1))));
            case EMPTY_LIST ->
                isList(good) && good.body().length > EMPTY.length
                        ? Optional.of(good.withBody(Page.rendered(EMPTY)))
                        : Optional.empty();
            case MISSING_FIELD, WRONG_TYPE, UNKNOWN_FIELD, UNKNOWN_ENUM -> {
                JsonNode tree = Json.mapper().readTree(good.body());
                yield oneObject(tree, pick)
                        .filter(object -> change(object, fault, field(route, pick)))
                        .map(_ -> good.withBody(Page.rendered(Json.bytes(tree))));
            }
            case DOWNTIME,
                    SERVER_ERROR,
                    FORBIDDEN,
                    ERROR_LIMITED,
                    RATE_LIMITED,
                    TIMEOUT,
                    CONNECTION_CLOSED,
                    TORN_LISTING -> Optional.empty();
        };
    }

    private static boolean isList(Answer answer) {
        return answer.body().length > 0 && answer.body()[0] == '[';
    }

    private static Optional<ObjectNode> oneObject(JsonNode tree, int pick) {
        JsonNode candidate =
                tree instanceof ArrayNode array && !array.isEmpty() ? array.get(pick % array.size()) : tree;
        return candidate instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
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
}
