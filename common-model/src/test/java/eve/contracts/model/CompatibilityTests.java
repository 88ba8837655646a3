package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A consumer with the schemas of the last release can read today's events, and ids written by that release's
/// schema are still understood. `released/` contains copies of the schemas of the last release; they are
/// replaced when a release is made, and not before. A change that must break a consumer is a new type with a
/// new number, beside the old one.
class CompatibilityTests {

    @ParameterizedTest
    @ValueSource(strings = {"contract.stored.v1", "contract.closed.v1", "contract.unavailable.v1"})
    void aReaderOfTheLastReleaseReadsTheEventsOfToday(String schema) {
        assertThat(breaks(Schemas.released(schema), Schemas.json(schema))).isEmpty();
    }

    @Test
    void aWriterOfTheLastReleaseIsUnderstoodToday() {
        var comparison = new ReaderBreaks(current(), old(), true);
        for (int form = 0; form < 2; form++) {
            JsonNode reader = Schemas.json("contract-id").path("oneOf").path(form);
            JsonNode writer = Schemas.released("contract-id").path("oneOf").path(form);
            assertThat(comparison.find("contract-id", reader, writer)).isEmpty();
        }
        assertThat(Schemas.json("contract-id").path("oneOf").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventHeaders", "failureHeaders"})
    void aReaderOfTheLastReleaseReadsTheHeadersOfToday(String headers) {
        String path = "/components/schemas/" + headers;
        assertThat(breaks(
                        Schemas.releasedAsyncApi().at(path), Schemas.asyncApi().at(path)))
                .isEmpty();
    }

    @Test
    void noTopicAndNoMessageOfTheLastReleaseIsGone() {
        Schemas.releasedAsyncApi().path("channels").forEachEntry((name, channel) -> {
            JsonNode today = Schemas.asyncApi().path("channels").path(name);
            assertThat(today.path("address")).as(name).isEqualTo(channel.path("address"));
            assertThat(today.path("messages").propertyNames())
                    .containsAll(channel.path("messages").propertyNames());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/properties/regionId | remove",
                "/required | [\"contractId\",\"version\",\"change\",\"items\",\"bids\",\"fetchedAt\"]",
                "/properties/change/enum | [\"created\",\"updated\",\"deleted\"]",
                "/properties/items/type | [\"array\",\"null\"]",
                "/properties/items/items | {\"type\":\"object\"}",
                "/properties/contractId | {\"type\":\"string\"}",
                "/properties/fetchedAt | {\"type\":\"string\"}",
                "/allOf | remove",
                "/$ref | remove",
            })
    void aChangeThatBreaksAReaderIsFound(String at, String change) {
        ObjectNode changed = (ObjectNode) Schemas.json("contract.stored.v1").deepCopy();
        int last = at.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) changed.at(at.substring(0, last));
        String name = at.substring(last + 1);
        if (change.equals("remove")) {
            parent.remove(name);
        } else {
            parent.set(name, EventJson.mapper().readTree(change));
        }

        assertThat(breaks(Schemas.released("contract.stored.v1"), changed)).isNotEmpty();
    }

    @Test
    void aNewOptionalFieldBreaksNobody() {
        ObjectNode changed = (ObjectNode) Schemas.json("contract.stored.v1").deepCopy();
        ((ObjectNode) changed.path("properties")).putObject("later").put("type", "string");

        assertThat(breaks(Schemas.released("contract.stored.v1"), changed)).isEmpty();
    }

    private static List<String> breaks(JsonNode released, JsonNode today) {
        return new ReaderBreaks(old(), current(), false).find("", released, today);
    }

    private static Function<String, JsonNode> old() {
        return reference -> Schemas.released("contract").at(reference.substring(reference.indexOf('#') + 1));
    }

    private static Function<String, JsonNode> current() {
        return reference -> Schemas.json("contract").at(reference.substring(reference.indexOf('#') + 1));
    }
}
