package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.universe.UniverseOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListingTests {
    private static final String FORGE = "/contracts/public/10000002";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-10-01T12:00:00Z"));
    private final EsiSimulator simulator = EsiSimulator.start(SimulatorOptions.defaults()
            .withClock(clock)
            .withoutLatency()
            .withUniverse(UniverseOptions.defaults()
                    .withContracts(2_500)
                    .withRegions(Map.of(10000002L, 1.0, 10000048L, 0.0))));
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void isPagedByAThousandAndSortedById() {
        var ids = new ArrayList<Long>();
        for (int page = 1; page <= 3; page++) {
            assertThat(header(client.get(FORGE + "?page=" + page), "X-Pages")).isEqualTo("3");
            JsonNode body = client.json(FORGE + "?page=" + page);
            assertThat(body.size()).isEqualTo(page < 3 ? 1_000 : 500);
            body.forEach(contract -> ids.add(contract.get("contract_id").longValue()));
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().isEqualTo(simulator.contractIds());
    }

    @Test
    void refusesPagesAndRegionsThatDoNotExist() {
        assertThat(client.get(FORGE + "?page=4"))
                .returns(404, HttpResponse::statusCode)
                .returns("{\"error\":\"Requested page does not exist!\"}", HttpResponse::body);
        assertThat(client.get("/contracts/public/10000099"))
                .returns(404, HttpResponse::statusCode)
                .returns("{\"error\":\"Region not found\"}", HttpResponse::body);
        assertThat(client.get("/contracts/public/forge").statusCode()).isEqualTo(400);
        assertThat(client.get(FORGE + "?page=0").statusCode()).isEqualTo(400);
        assertThat(client.get("/contracts/public/items/forge").statusCode()).isEqualTo(400);
        assertThat(client.get("/contracts/private/1").statusCode()).isEqualTo(404);
    }

    @Test
    void ofARegionWithoutContractsIsOneEmptyPage() {
        HttpResponse<String> empty = client.get("/contracts/public/10000048");
        assertThat(empty).returns(200, HttpResponse::statusCode).returns("[]", HttpResponse::body);
        assertThat(header(empty, "X-Pages")).isEqualTo("1");
    }

    @Test
    void isNotSentTwiceToAClientThatHasIt() {
        HttpResponse<String> first = client.get(FORGE + "?page=2");
        HttpResponse<String> second = client.get(FORGE + "?page=2", "If-None-Match", header(first, "ETag"));
        assertThat(second).returns(304, HttpResponse::statusCode).returns("", HttpResponse::body);
        for (String name : List.of("ETag", "Expires", "Last-Modified", "X-Pages")) {
            assertThat(header(second, name)).isEqualTo(header(first, name)).isNotEqualTo("absent");
        }
        assertThat(client.get(FORGE, "If-None-Match", "W/" + header(client.get(FORGE), "ETag"))
                        .statusCode())
                .isEqualTo(304);
        assertThat(client.get(FORGE, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void bearsTheDatesOfItsSnapshot() {
        clock.advance(Duration.ofMinutes(29));
        HttpResponse<String> page = client.get(FORGE + "?page=3");
        assertThat(header(page, "Last-Modified")).isEqualTo("Thu, 01 Oct 2026 12:00:00 GMT");
        assertThat(header(page, "Date")).isEqualTo("Thu, 01 Oct 2026 12:29:00 GMT");
        assertThat(header(page, "Expires")).isEqualTo("Thu, 01 Oct 2026 12:30:00 GMT");
    }

    @Test
    void isMadeAnewWhenItsTimeIsUp() {
        List<Long> before = simulator.contractIds();
        clock.advance(Duration.ofHours(6));
        List<Long> after = simulator.contractIds();
        assertThat(header(client.get(FORGE), "Last-Modified")).isEqualTo("Thu, 01 Oct 2026 18:00:00 GMT");
        assertThat(after).anyMatch(id -> !before.contains(id)).doesNotContainSequence(before);
        assertThat(before).anyMatch(id -> !after.contains(id));
    }

    @Test
    void keepsWhatIsGoneUntilItIsMadeAnew() {
        long accepted = simulator.contractIds().getFirst();
        simulator.accept(accepted);
        assertThat(client.get("/contracts/public/items/" + accepted).statusCode())
                .isEqualTo(204);
        assertThat(client.json(FORGE).get(0).get("contract_id").longValue()).isEqualTo(accepted);
        simulator.remakeListing(10000002L);
        assertThat(client.json(FORGE).get(0).get("contract_id").longValue()).isNotEqualTo(accepted);
        assertThat(header(client.get(FORGE), "Last-Modified")).isEqualTo("Thu, 01 Oct 2026 12:00:01 GMT");
    }

    @Test
    void showsWhatWasAddedWhenItIsMadeAnew() {
        long added = simulator.add(10000002L);
        assertThat(simulator.contractIds()).doesNotContain(added);
        assertThat(client.get("/contracts/public/items/" + added).statusCode()).isEqualTo(200);
        simulator.remakeListing(10000002L);
        assertThat(simulator.contractIds()).last().isEqualTo(added);
    }

    @Test
    void lastModifiedOfAuctionsDriftsWithTheSnapshot() {
        long auction = simulator.contractIds().stream()
                .filter(id ->
                        simulator.truth(id).header().get("type").stringValue().equals("auction"))
                .findFirst()
                .orElseThrow();
        String before = simulator.truth(auction).header().get("date_expired").stringValue();
        clock.advance(Duration.ofSeconds(17));
        simulator.remakeListing(10000002L);
        String after = simulator.truth(auction).header().get("date_expired").stringValue();
        assertThat(before).endsWith(":00Z");
        assertThat(after).endsWith(":17Z");
    }
}
