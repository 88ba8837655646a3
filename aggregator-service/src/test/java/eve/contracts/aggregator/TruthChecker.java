package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.model.EventJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares the data of an event with ESI's own JSON, field by field.
public final class TruthChecker {

    private TruthChecker() {}

    /// @param rolls by item id, in ESI's JSON
    public static void check(JsonNode event, JsonNode header, JsonNode items, JsonNode bids, JsonNode rolls) {
        ObjectNode told = (ObjectNode) snakeCase(event);
        for (String ours : List.of("version", "change", "region_id", "fetched_at")) {
            assertThat(told.remove(ours)).as(ours).isNotNull();
        }
        List<JsonNode> toldItems = values(told.remove("items"), "record_id");
        List<JsonNode> toldBids = values(told.remove("bids"), "bid_id");
        String which = header.path("contract_id").asString();
        assertThat(told).as("header of contract %s", which).isEqualTo(header);
        assertThat(toldBids).as("bids of contract %s", which).isEqualTo(values(bids, "bid_id"));
        assertThat(toldItems).as("items of contract %s", which).hasSize(items.size());
        List<JsonNode> trueItems = values(items, "record_id");
        for (int i = 0; i < trueItems.size(); i++) {
            ObjectNode item = (ObjectNode) toldItems.get(i);
            JsonNode roll = item.remove("dynamic");
            JsonNode reason = item.remove("dynamic_unavailable");
            assertThat(item).as("item of contract %s", which).isEqualTo(trueItems.get(i));
            JsonNode trueRoll = rolls.get(item.path("item_id").asString());
            assertThat(roll).as("roll of %s", item).isEqualTo(trueRoll);
            assertThat(trueRoll == null || reason == null)
                    .as("roll of %s is not available: %s", item, reason)
                    .isTrue();
        }
    }

    private static List<JsonNode> values(JsonNode array, String id) {
        return array.valueStream()
                .sorted(Comparator.comparingLong(each -> each.path(id).longValue()))
                .toList();
    }

    /// Returns the data with names in ESI's style; numbers and times are unchanged.
    static JsonNode snakeCase(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode renamed = EventJson.mapper().createObjectNode();
                object.forEachEntry((name, value) ->
                        renamed.set(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), snakeCase(value)));
                yield renamed;
            }
            case ArrayNode array -> {
                ArrayNode renamed = EventJson.mapper().createArrayNode();
                new ArrayList<>(array.values()).forEach(value -> renamed.add(snakeCase(value)));
                yield renamed;
            }
            default -> node;
        };
    }
}
