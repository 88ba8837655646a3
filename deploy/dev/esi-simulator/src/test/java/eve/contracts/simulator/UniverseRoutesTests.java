package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UniverseRoutesTests {
    private final Simulated simulated = Simulated.still();
    private final Client client = simulated.client;

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void aRolledItemIsToldWithItsSourceAndMutator() {
        Rolled rolled = rolled(simulated).getFirst();
        HttpResponse<String> answer = client.get(rolled.path());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.json(rolled.path()))
                .isEqualTo(simulated.simulator.truth(rolled.contract()).rolls().get(rolled.item() + ""));
        assertThat(header(answer, "Expires")).isEqualTo("Fri, 02 Oct 2026 11:05:00 GMT");
    }

    @Test
    void someRolledItemsCannotBeRead() {
        try (var bad = Simulated.with(
                options -> options.withUniverse(options.universe().withUnreadableRolls(1)))) {
            Rolled rolled = rolled(bad).getFirst();
            assertThat(bad.client.get(rolled.path()))
                    .returns(500, HttpResponse::statusCode)
                    .returns("{\"error\":\"Unhandled internal error encountered!\"}", HttpResponse::body);
            assertThat(bad.simulator.truth(rolled.contract()).rolls()).isEmpty();
        }
    }

    @Test
    void anItemThatIsNotDynamicAnswers520() {
        JsonNode item =
                simulated.simulator.truth(simulated.anExchange()).items().get(0);
        String path = "/dogma/dynamic/items/" + item.get("type_id") + "/" + item.get("item_id");
        assertThat(client.get(path).statusCode()).isEqualTo(520);
        assertThat(client.get("/dogma/dynamic/items/47408/1").statusCode()).isEqualTo(404);
        assertThat(client.get("/dogma/dynamic/items/a/b").statusCode()).isEqualTo(400);
    }

    @Test
    void aDynamicTypeShowsInItsMetaGroupAndHasNoMarketGroup() {
        JsonNode dynamic = client.json("/universe/types/47408");
        JsonNode common = client.json("/universe/types/12076");
        assertThat(metaGroup(dynamic)).isEqualTo(15);
        assertThat(dynamic.has("market_group_id")).isFalse();
        assertThat(metaGroup(common)).isEqualTo(2);
        assertThat(common.has("market_group_id")).isTrue();
        assertThat(client.get("/universe/types/1").statusCode()).isEqualTo(404);
    }

    @Test
    void everyTypeAndIssuerOfAContractHasAName() {
        for (long id : simulated.simulator.contractIds().subList(0, 200)) {
            var truth = simulated.simulator.truth(id);
            long type = truth.items().path(0).path("type_id").asLong(34);
            long issuer = truth.header().get("issuer_id").longValue();
            String ids = "[%d,%d,10000002]".formatted(type, issuer);
            assertThat(client.post("/universe/names", ids)).returns(200, HttpResponse::statusCode);
            assertThat(client.get("/universe/types/" + type).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void oneBadIdFailsAllNames() {
        assertThat(client.post("/universe/names", "[34,5]").statusCode()).isEqualTo(404);
        assertThat(client.post("/universe/names", "[34,34]").statusCode()).isEqualTo(400);
        assertThat(client.post("/universe/names", "[]").statusCode()).isEqualTo(400);
        assertThat(client.post("/universe/names", "nonsense").statusCode()).isEqualTo(400);
        assertThat(client.get("/universe/names").statusCode()).isEqualTo(404);
    }

    @Test
    void regionsAndStatusAreTold() {
        assertThat(client.get("/universe/regions").body()).isEqualTo("[10000002]");
        assertThat(client.json("/universe/regions/10000002").get("name").stringValue())
                .isEqualTo("The Forge");
        assertThat(client.get("/universe/regions/10000099").statusCode()).isEqualTo(404);
        assertThat(client.json("/status").get("players").intValue()).isPositive();
    }

    private static double metaGroup(JsonNode type) {
        return type.get("dogma_attributes").values().stream()
                .filter(attribute -> attribute.get("attribute_id").intValue() == 1692)
                .mapToDouble(attribute -> attribute.get("value").doubleValue())
                .sum();
    }

    private record Rolled(long contract, long type, long item) {
        String path() {
            return "/dogma/dynamic/items/" + type + "/" + item;
        }
    }

    private static List<Rolled> rolled(Simulated simulated) {
        return simulated.simulator.contractIds().stream()
                .flatMap(id -> simulated.simulator.truth(id).items().values().stream()
                        .filter(item -> item.get("type_id").longValue() == 47408)
                        .map(item -> new Rolled(id, 47408, item.get("item_id").longValue())))
                .toList();
    }
}
