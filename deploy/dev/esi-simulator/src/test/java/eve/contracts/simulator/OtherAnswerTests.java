package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.FORGE;
import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherAnswerTests {
    private static final long DOMAIN = 10000043L;
    private static final Simulated SIMULATED = Simulated.with(options ->
            options.withErrorLimit(0).withUniverse(options.universe().withRegions(Map.of(FORGE, 0.8, DOMAIN, 0.2))));

    private final Client client = SIMULATED.client;
    private final Faults faults = SIMULATED.simulator.faults();
    private final long id = SIMULATED.anExchange();

    @AfterEach
    void calm() {
        faults.clear();
    }

    @AfterAll
    static void stop() {
        SIMULATED.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400, 401, 403, 404, 421, 451, 500, 501, 502, 503, 504, 520})
    void anyStatusComesWithTheBodyOfAnybody(int status) {
        for (Body body : Body.values()) {
            faults.clear();
            faults.add(Fault.answering(status, body, 1));
            HttpResponse<String> answer = client.get(items(id));
            assertThat(answer.statusCode()).isEqualTo(status);
            boolean own = body == Body.ESI;
            assertThat(header(answer, "X-Esi-Request-Id").equals("absent")).isEqualTo(!own);
            assertThat(header(answer, "ETag")).isEqualTo("absent");
            if (status == 204) {
                assertThat(answer.body()).isEmpty();
                continue;
            }
            switch (body) {
                case HTML -> assertThat(answer.body()).contains("<html>").contains("</html>");
                case TEXT -> assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
                case EMPTY -> assertThat(answer.body()).isEmpty();
                case JSON ->
                    assertThat(Json.mapper().readTree(answer.body()).isObject()).isTrue();
                case ESI ->
                    assertThat(Json.mapper()
                                    .readTree(answer.body())
                                    .get("error")
                                    .isString())
                            .isTrue();
            }
        }
    }

    @Test
    void withoutAStatusAndABodyBothAreDrawn() {
        faults.add(FaultKind.OTHER_ANSWER, 1);
        List<HttpResponse<String>> answers =
                IntStream.range(0, 60).mapToObj(_ -> client.get(items(id))).toList();
        assertThat(answers.stream().map(HttpResponse::statusCode).distinct()).hasSizeGreaterThan(7);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSizeGreaterThan(10);
    }

    @Test
    void esisOwnErrorSaysWhatItIsToldTo() {
        faults.add(Fault.answering(404, Body.ESI, 1).on(Route.ITEMS));
        assertThat(client.get(items(id)).body()).isEqualTo(client.get(items(1)).body());
        faults.clear();
        faults.add(Fault.answering(403, Body.ESI, 1).saying("Upstream said 503"));
        assertThat(client.get(items(id)).body()).isEqualTo("{\"error\":\"Upstream said 503\"}");
    }

    @Test
    void faultsCanBeLimitedToARegionAndItsContracts() {
        long other = SIMULATED.simulator.contractIds(DOMAIN).getFirst();
        faults.add(Fault.of(FaultKind.SERVER_ERROR, 1).inRegion(DOMAIN));
        assertThat(client.get("/contracts/public/" + DOMAIN).statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(client.get(items(other)).statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(client.get("/universe/regions/" + DOMAIN).statusCode()).isGreaterThanOrEqualTo(500);
        long near = SIMULATED.simulator.contractIds(FORGE).getFirst();
        for (String path : List.of(LISTING, items(near), "/universe/regions/" + FORGE, "/status")) {
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void theGameServersOwnLimitIsToldInTheTextAlone() {
        faults.add(FaultKind.GAME_LIMIT, 1);
        HttpResponse<String> answer = client.get(items(id));
        assertThat(answer.statusCode()).isEqualTo(520);
        assertThat(header(answer, "Retry-After")).isEqualTo("absent");
        assertThat(Json.mapper().readTree(answer.body()).get("error").stringValue())
                .matches("ConStopSpamming, details: \\{\"remainingTime\": \\d{7,8}}");
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"NULL_BODY", "EMPTY_OBJECT", "ERROR_BODY", "NO_BODY"})
    void aGoodStatusComesWithABodyThatIsNone(FaultKind kind) {
        String etag = header(client.get(LISTING), "ETag");
        faults.add(kind, 1);
        HttpResponse<String> answer = client.get(LISTING);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "ETag")).isNotEqualTo(etag);
        assertThat(header(answer, "X-Pages")).isEqualTo("2");
        assertThat(answer.body())
                .isEqualTo(
                        switch (kind) {
                            case NULL_BODY -> "null";
                            case EMPTY_OBJECT -> "{}";
                            case NO_BODY -> "";
                            default -> "{\"error\":\"Unhandled internal error encountered!\"}";
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Last-Modified", "X-Pages", "Expires", "ETag"})
    void aHeaderIsMissingOrAbsurd(String name) {
        HttpResponse<String> good = client.get(LISTING);
        faults.add(Fault.of(FaultKind.HEADER_MISSING, 1).header(name));
        HttpResponse<String> missing = client.get(LISTING);
        assertThat(header(missing, name)).isEqualTo("absent");
        assertThat(missing.body()).isEqualTo(good.body());
        faults.clear();
        faults.add(Fault.of(FaultKind.HEADER_ABSURD, 1).header(name));
        List<String> values = IntStream.range(0, 30)
                .mapToObj(_ -> header(client.get(LISTING), name))
                .distinct()
                .toList();
        assertThat(values).hasSizeGreaterThan(3).doesNotContain(header(good, name), "absent");
        faults.clear();
        faults.add(Fault.of(FaultKind.HEADER_ABSURD, 1).header(name).saying("7"));
        HttpResponse<String> absurd = client.get(LISTING);
        assertThat(absurd.headers().allValues(name)).containsExactly("7");
        assertThat(absurd.body()).isEqualTo(good.body());
        assertThat(client.get("/universe/regions").statusCode()).isEqualTo(200);
    }

    @Test
    void whatAHeaderSaysIsSpoiltOn304Too() {
        String etag = header(client.get(LISTING), "ETag");
        faults.add(Fault.of(FaultKind.HEADER_MISSING, 1).header("Expires"));
        HttpResponse<String> same = client.get(LISTING, "If-None-Match", etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(header(same, "Expires")).isEqualTo("absent");
    }

    @Test
    void someTypesAreNotKnownAndAlwaysTheSame() {
        List<Long> types = SIMULATED.simulator.contractIds().stream()
                .flatMap(each -> SIMULATED.simulator.truth(each).items().valueStream())
                .map(item -> item.get("type_id").longValue())
                .distinct()
                .limit(100)
                .toList();
        faults.add(FaultKind.UNKNOWN_TYPE, 0.2);
        List<Long> hidden = types.stream()
                .filter(type -> client.get("/universe/types/" + type).statusCode() == 404)
                .toList();
        assertThat(hidden).hasSizeBetween(10, 30);
        assertThat(types.stream()
                        .filter(type -> client.get("/universe/types/" + type).statusCode() == 404))
                .isEqualTo(hidden);
        List<Long> known = types.stream().filter(type -> !hidden.contains(type)).toList();
        assertThat(client.post("/universe/names", known.toString()).statusCode())
                .isEqualTo(200);
        assertThat(client.post("/universe/names", types.toString()).statusCode())
                .isEqualTo(404);
        assertThat(client.post("/universe/names", "nonsense").statusCode()).isEqualTo(400);
        faults.clear();
        faults.add(Fault.of(FaultKind.UNKNOWN_TYPE, 1).onType(types.get(7)));
        assertThat(types.stream()
                        .filter(type -> client.get("/universe/types/" + type).statusCode() == 404))
                .containsExactly(types.get(7));
    }

    @Test
    void theTruthAndTheCountsStayWhatTheyAre() {
        var truth = SIMULATED.simulator.truth(id);
        List<Long> ids = SIMULATED.simulator.contractIds();
        var requests = SIMULATED.simulator.requests();
        requests.reset();
        for (FaultKind kind : FaultKind.values()) {
            if (kind.effect() == FaultKind.Effect.BODY || kind.effect() == FaultKind.Effect.HEADERS) {
                faults.clear();
                faults.add(Fault.of(kind, 1).on(Route.LISTING));
                client.get(LISTING + "?page=2");
                assertThat(requests.count(Route.LISTING, kind)).as("%s", kind).isEqualTo(1);
            }
        }
        assertThat(requests.count(Route.LISTING, 200)).isEqualTo(requests.count(Route.LISTING));
        assertThat(SIMULATED.simulator.truth(id)).isEqualTo(truth);
        assertThat(SIMULATED.simulator.contractIds()).isEqualTo(ids);
    }
}
