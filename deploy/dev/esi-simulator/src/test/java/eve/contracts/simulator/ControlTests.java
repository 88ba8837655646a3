package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.items;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Gone;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlTests {
    private final Simulated simulated = Simulated.still();
    private final EsiSimulator simulator = simulated.simulator;
    private final Client client = simulated.client;

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void requestsAreCountedByRouteStatusAndPath() {
        long id = simulated.anExchange();
        client.get(LISTING);
        client.get(items(id) + "?page=1");
        client.get(items(id));
        client.get(items(1));
        assertThat(simulator.requests().count(Route.LISTING, 200)).isEqualTo(1);
        assertThat(simulator.requests().count(Route.ITEMS)).isEqualTo(3);
        assertThat(simulator.requests().count(Route.ITEMS, 200)).isEqualTo(2);
        assertThat(simulator.requests().count(Route.ITEMS, 404)).isEqualTo(1);
        assertThat(simulator.requests().count(items(id))).isEqualTo(2);
        JsonNode told = client.json("/simulator/requests");
        assertThat(told.get("total").intValue()).isEqualTo(4);
        assertThat(told.at("/routes/ITEMS/200").intValue()).isEqualTo(2);
    }

    @Test
    void theTruthIsToldOverHttpAsInProcess() {
        long id = simulated.anExchange();
        simulator.answer(id, Gone.ACCEPTED);
        JsonNode truth = client.json("/simulator/truth/" + id);
        assertThat(truth.get("header")).isEqualTo(simulator.truth(id).header());
        assertThat(truth.get("items")).isEqualTo(simulator.truth(id).items());
        assertThat(truth.get("gone").stringValue()).isEqualTo("ACCEPTED");
        assertThat(client.get("/simulator/truth/1").statusCode()).isEqualTo(404);
    }

    @Test
    void contractsAreListedByRegion() {
        assertThat(client.json("/simulator/contracts")).hasSize(2_000);
        assertThat(client.json("/simulator/contracts?region=10000002")).hasSize(2_000);
        assertThat(client.json("/simulator/contracts?region=10000099")).isEmpty();
        assertThat(client.get("/simulator/contracts?region=x").statusCode()).isEqualTo(400);
    }

    @Test
    void faultsAndLatencyAreSwitchedOverHttp() {
        String wanted = """
                {"latency":{"shape":"slow-share","usual":{"shape":"fixed","millis":0},"share":0.0,"slowMillis":5000},
                 "faults":[{"kind":"SERVER_ERROR","share":1,"route":"STATUS","times":1}]}""";
        assertThat(client.put("/simulator/faults", wanted).statusCode()).isEqualTo(200);
        assertThat(simulator.faults().all())
                .containsExactly(
                        Fault.of(FaultKind.SERVER_ERROR, 1).on(Route.STATUS).atMost(1));
        assertThat(client.get("/status").statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(client.get("/status").statusCode()).isEqualTo(200);
        assertThat(client.json("/simulator/faults").at("/latency/slowMillis").intValue())
                .isEqualTo(5_000);
        assertThat(client.put("/simulator/faults", "{}").statusCode()).isEqualTo(200);
        assertThat(simulator.faults().all()).isEmpty();
    }

    @Test
    void aFaultHasItsDetailsOverHttp() {
        String wanted = """
                {"faults":[{"kind":"OTHER_ANSWER","share":1,"route":"ITEMS","status":403,"body":"HTML"},
                 {"kind":"HEADER_ABSURD","share":1,"regionId":10000002,"header":"X-Pages","value":"0"},
                 {"kind":"UNKNOWN_TYPE","share":1,"typeId":587},{"kind":"TRICKLE","share":0.1,"millis":900}]}""";
        assertThat(client.put("/simulator/faults", wanted).statusCode()).isEqualTo(200);
        assertThat(simulator.faults().all())
                .containsExactly(
                        Fault.answering(403, Body.HTML, 1).on(Route.ITEMS),
                        Fault.of(FaultKind.HEADER_ABSURD, 1)
                                .inRegion(10000002L)
                                .header("X-Pages")
                                .saying("0"),
                        Fault.of(FaultKind.UNKNOWN_TYPE, 1).onType(587),
                        Fault.of(FaultKind.TRICKLE, 0.1).lasting(900));
        assertThat(client.get(items(simulated.anExchange())).statusCode()).isEqualTo(403);
    }

    @Test
    void faultsThatMakeNoSenseAreRefusedAndChangeNothing() {
        simulator.faults().add(FaultKind.SERVER_ERROR, 0);
        for (String bad : List.of(
                "nonsense",
                "",
                "null",
                "{\"faults\":[{\"kind\":\"FIRE\",\"share\":1}]}",
                "{\"faults\":[{\"kind\":\"TIMEOUT\"}]}",
                "{\"faults\":[{\"kind\":\"OTHER_ANSWER\",\"share\":1,\"status\":99}]}",
                "{\"storm\":{}}",
                "{\"faults\":[{\"kind\":\"TIMEOUT\",\"share\":2}]}")) {
            assertThat(client.put("/simulator/faults", bad).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(simulator.faults().all()).hasSize(1);
    }

    @Test
    void aPreparedAnswerTakesThePlaceOfTheSimulatorsOwn() {
        Map<String, String> headers = Map.of("X-Pages", "7", "X-ESI-Error-Limit-Remain", "12", "Content-Length", "99");
        simulator.respond("/contracts/public/items/5?page=1", 1, 200, headers, "[1]".getBytes(UTF_8));
        simulator.respond("/contracts/public/items/5", 2, 503, Map.of(), "busy".getBytes(UTF_8));
        HttpResponse<String> first = client.get(items(5));
        assertThat(first).returns(200, HttpResponse::statusCode).returns("[1]", HttpResponse::body);
        assertThat(first.headers().allValues("X-ESI-Error-Limit-Remain")).containsExactly("12");
        assertThat(header(first, "X-Pages")).isEqualTo("7");
        assertThat(client.get(items(5) + "?page=1").body()).isEqualTo("busy");
        assertThat(client.get(items(5)).statusCode()).isEqualTo(503);
        assertThat(client.get(items(5)).statusCode()).isEqualTo(404);
    }

    @Test
    void thousandsOfRequestsWaitForTheirLatencyAtOnceWithoutAThreadEach() {
        int before = Thread.activeCount();
        simulator.faults().latency(Latency.fixed(Duration.ofSeconds(2)));
        try (var load = new ManyConnections(simulator.port(), 2_000)) {
            load.askAll("/status");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> simulator.requests().mostInFlight() >= 2_000);
            assertThat(Thread.activeCount() - before).isLessThan(20);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> simulator.requests().count(Route.STATUS, 200) == 2_000);
        }
    }

    @Test
    void latencyFollowsItsDistribution() {
        Latency latency = Latency.around(Duration.ofMillis(100)).withSlowShare(0.05, Duration.ofSeconds(2));
        long[] sorted = IntStream.range(0, 10_000)
                .mapToLong(n -> latency.millis(1, 7, n))
                .sorted()
                .toArray();
        assertThat(sorted[5_000]).isBetween(95L, 110L);
        assertThat(sorted[9_400]).isLessThan(1_000);
        assertThat(sorted[9_600]).isEqualTo(2_000);
    }
}
