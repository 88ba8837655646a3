package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class FaultTests {
    private final Simulated simulated = Simulated.with(options -> options.withErrorLimit(0));
    private final Client client = simulated.client;
    private final Faults faults = simulated.simulator.faults();
    private final long id = simulated.anExchange();

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void serverErrorsHitTheirShareOfRequestsAndTheSameOnesAgain() {
        faults.add(FaultKind.SERVER_ERROR, 0.3);
        List<Integer> first = statuses(200);
        simulated.simulator.requests().reset();
        assertThat(statuses(200)).isEqualTo(first);
        assertThat(first.stream().filter(status -> status >= 500).count()).isBetween(40L, 80L);
        assertThat(first).contains(200, 500, 502, 503, 504);
    }

    @Test
    void steadyFaultsPoisonTheSamePathsEachTime() {
        faults.add(Fault.of(FaultKind.SERVER_ERROR, 0.5).alwaysTheSame());
        assertThat(statuses(10).stream().map(status -> status / 100).distinct()).hasSize(1);
        assertThat(simulated.simulator.contractIds().stream()
                        .limit(100)
                        .filter(each -> client.get(items(each)).statusCode() >= 500)
                        .count())
                .isBetween(30L, 70L);
    }

    @Test
    void aFaultCanBeLimitedToARouteAContractAndANumberOfHits() {
        faults.add(Fault.of(FaultKind.SERVER_ERROR, 1).onContract(id).atMost(2));
        faults.add(Fault.of(FaultKind.FORBIDDEN, 1).on(Route.STATUS));
        assertThat(client.get(LISTING).statusCode()).isEqualTo(200);
        assertThat(statuses(3)).last().isEqualTo(200);
        assertThat(client.get("/status").body()).isEqualTo("{\"error\":\"Forbidden\"}");
        assertThat(simulated.simulator.requests().count(FaultKind.SERVER_ERROR)).isEqualTo(2);
    }

    @Test
    void aTimedOutRequestIsNeverAnswered() {
        faults.add(FaultKind.TIMEOUT, 1);
        assertThatThrownBy(() -> client.get(items(id), Duration.ofMillis(300)))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        await().until(() -> simulated.simulator.requests().count(Route.ITEMS, FaultKind.TIMEOUT) == 1);
        assertThat(simulated.simulator.requests().count(Route.ITEMS, 200)).isZero();
    }

    @Test
    void aClosedConnectionAndACutBodyFailTheClient() {
        faults.add(FaultKind.CONNECTION_CLOSED, 1);
        assertThatThrownBy(() -> client.get(items(id))).isInstanceOf(UncheckedIOException.class);
        faults.clear();
        faults.add(FaultKind.CUT_BODY, 1);
        assertThatThrownBy(() -> client.get(items(id)))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EOF");
        faults.clear();
        assertThat(client.get(items(id)).statusCode()).isEqualTo(200);
    }

    @Test
    void invalidJsonCannotBeRead() {
        faults.add(FaultKind.INVALID_JSON, 1);
        HttpResponse<String> bad = client.get(items(id));
        assertThat(bad.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> Json.mapper().readTree(bad.body())).isInstanceOf(JacksonException.class);
    }

    @Test
    void aSpoiledBodyHasAnEntityTagOfItsOwn() {
        String good = header(client.get(items(id)), "ETag");
        faults.add(FaultKind.INVALID_JSON, 1);
        assertThat(header(client.get(items(id)), "ETag")).isNotEqualTo(good);
    }

    @Test
    void fieldsAreMissingWronglyTypedOrNew() {
        JsonNode good = client.json(items(id)).get(0);
        JsonNode missing = spoiled(FaultKind.MISSING_FIELD);
        assertThat(missing.size()).isEqualTo(good.size() - 1);
        JsonNode wrong = spoiled(FaultKind.WRONG_TYPE);
        assertThat(good.properties())
                .filteredOn(field -> wrong.get(field.getKey()).getNodeType()
                        != field.getValue().getNodeType())
                .hasSize(1);
        assertThat(spoiled(FaultKind.UNKNOWN_FIELD).size()).isEqualTo(good.size() + 1);
    }

    @Test
    void aListingCanHoldATypeThatIsNotDocumented() {
        faults.add(FaultKind.UNKNOWN_ENUM, 1);
        assertThat(client.json(LISTING))
                .anyMatch(contract -> contract.get("type").stringValue().equals("barter"));
        assertThat(client.get(items(id)).statusCode()).isEqualTo(200);
    }

    @Test
    void listsCanBeEmpty() {
        faults.add(FaultKind.EMPTY_LIST, 1);
        assertThat(client.get(items(id))).returns(200, HttpResponse::statusCode).returns("[]", HttpResponse::body);
    }

    @Test
    void aListingCanBeMadeAnewInMidSweep() {
        String first = header(client.get(LISTING + "?page=1"), "Last-Modified");
        faults.add(Fault.of(FaultKind.TORN_LISTING, 1).on(Route.LISTING).atMost(1));
        long missed = simulated.simulator.contractIds().get(1_000);
        HttpResponse<String> second = client.get(LISTING + "?page=2");
        assertThat(header(second, "Last-Modified")).isNotEqualTo(first);
        assertThat(Json.mapper().readTree(second.body()))
                .hasSize(1_000)
                .noneMatch(contract -> contract.get("contract_id").longValue() == missed);
    }

    @Test
    void inDowntimeNothingIsAnsweredInJson() {
        faults.add(FaultKind.DOWNTIME, 1);
        for (String path : List.of(LISTING, items(id), "/universe/regions", "/status")) {
            HttpResponse<String> down = client.get(path);
            assertThat(down.statusCode()).isBetween(502, 504);
            assertThat(header(down, "Content-Type")).isEqualTo("text/plain");
        }
    }

    @Test
    void theDailyDowntimeFollowsTheClock() {
        var daily = new Downtime(LocalTime.of(11, 0), Duration.ofMinutes(5));
        try (var other = Simulated.with(options -> options.withDowntime(daily))) {
            assertThat(other.client.get(LISTING).statusCode()).isEqualTo(200);
            other.clock.advance(Duration.ofHours(23).plusMinutes(4));
            assertThat(other.client.get(LISTING).statusCode()).isBetween(502, 504);
            other.clock.advance(Duration.ofMinutes(1));
            assertThat(other.client.get(LISTING).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void limitsCanBeClaimedWithoutReason() {
        faults.add(Fault.of(FaultKind.RATE_LIMITED, 1).atMost(1));
        HttpResponse<String> bare = client.get(LISTING);
        assertThat(bare.statusCode()).isEqualTo(429);
        assertThat(header(bare, "Retry-After")).isEqualTo("absent");
        faults.add(Fault.of(FaultKind.ERROR_LIMITED, 1).atMost(1));
        assertThat(client.get(LISTING).statusCode()).isEqualTo(420);
    }

    private JsonNode spoiled(FaultKind kind) {
        faults.clear();
        faults.add(kind, 1);
        return client.json(items(id)).get(0);
    }

    private List<Integer> statuses(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(_ -> client.get(items(id)).statusCode())
                .toList();
    }
}
