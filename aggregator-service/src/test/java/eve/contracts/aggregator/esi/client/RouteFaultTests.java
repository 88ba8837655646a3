package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A fault of a whole route is no failure of its contracts; a fault of one contract is its own failure.
class RouteFaultTests {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EsiSimulator esi = EsiSimulator.start(
            SimulatorOptions.defaults().withContracts(0).withErrorLimit(0).withoutLatency());
    private final EsiProperties properties = EsiSettings.of(
            esi.baseUrl(), "retries=0", "requests-per-second=0", "probe-interval=" + INTERVAL.toSeconds() + "s");
    private final EsiGovernor governor = new EsiGovernor(properties, clock, meters);
    private final EsiClient client = new EsiClient(properties, governor, clock, meters);

    @BeforeEach
    void start() {
        allAreThereBut(id -> false);
        client.witnesses(
                EsiRoute.ITEMS,
                most -> LongStream.rangeClosed(91, 90 + most)
                        .mapToObj(RouteFaultTests::items)
                        .toList());
    }

    @AfterEach
    void stop() {
        esi.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | application/json | {\"error\":\"Contract not found!\"}",
                "403 | application/json | {\"error\":\"Forbidden\"}",
                "403 | application/json | {\"error\":\"Contract not public\"}",
                "400 | application/json | {\"error\":\"Bad request\"}",
                "404 | text/html | <html>not here</html>",
                "200 | text/html | <html>welcome</html>",
                "200 | application/json | []",
                "200 | application/json | null",
                "200 | application/json | {\"error\":\"none\"}",
                "500 | application/json | {\"error\":\"Unhandled\"}",
                "503 | text/html | <html>"
            })
    void aRouteThatAnswersNothingWellPausesAndItsContractsWait(int status, String type, String body) throws Exception {
        everyItemsCallGets(status, type, body);

        List<@Nullable Verdict> verdicts = ask(1, 40);

        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Suspended.class));
        assertThat(governor.isPaused(EsiRoute.ITEMS)).isTrue();
        assertThat(governor.isPaused()).as("others go on").isFalse();
        assertThat(meters.get("esi.route.down").tag("route", "ITEMS").gauge().value())
                .isOne();
        client.get(EsiRoute.STATUS, EsiRoute.STATUS.path());

        long before = esi.requests().total();
        clock.advance(INTERVAL);
        assertThat(ask(41, 60)).allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Suspended.class));
        assertThat(esi.requests().total() - before)
                .as("probes in an interval, of the route and where ESI itself is in doubt of its status")
                .isBetween(1L, 2L);

        allAreThereBut(id -> false);
        await().until(() -> {
            clock.advance(INTERVAL);
            return verdict(items(61)) == null;
        });
        assertThat(ask(1, 60)).containsOnlyNulls();
    }

    /// Uses the limit, the pace and the number of callers of a busy worker at the live ESI.
    @Test
    void aBusyRouteThatGoesDownDoesNotUseUpTheErrorLimit() throws Exception {
        try (EsiSimulator limited = EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(400)
                .withStillUniverse()
                .withClock(clock)
                .withErrorLimit(100)
                .withLatency(Latency.fixed(Duration.ofMillis(100))))) {
            EsiProperties live = EsiSettings.of(limited.baseUrl(), "requests-per-second=50");
            var budget = new EsiGovernor(live, clock, meters);
            var busy = new EsiClient(live, budget, clock, new SimpleMeterRegistry());
            List<Long> ids = limited.contractIds().stream()
                    .filter(id -> !limited.truth(id).items().isEmpty())
                    .toList();
            busy.witnesses(
                    EsiRoute.ITEMS,
                    most -> ids.subList(300, 300 + most).stream()
                            .map(RouteFaultTests::items)
                            .toList());
            limited.faults().add(Fault.answering(404, Body.ESI, 1).on(Route.ITEMS));

            List<@Nullable Verdict> verdicts = ask(
                    ids.subList(0, 200).stream().map(RouteFaultTests::items).toList(),
                    path -> verdict(busy, EsiRoute.ITEMS, path));

            assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Suspended.class));
            assertThat(limited.requests().count(Route.ITEMS)).isLessThan(40);
            assertThat(budget.isPaused()).as("other routes go on").isFalse();
        }
    }

    @Test
    void aContractThatIsGoneIsAnsweredAtOnceThoughNothingElseIsAskedFor() throws Exception {
        allAreThereBut(id -> id == 1);

        assertThat(verdict(items(1))).isInstanceOf(Verdict.Gone.class);
        assertThat(esi.requests().total()).as("with one witness").isEqualTo(2);
    }

    @Test
    void manyThatAreGoneOneAfterTheOtherAreAllAnswered() throws Exception {
        allAreThereBut(id -> id <= 50);

        assertThat(ask(1, 50)).allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Gone.class));
    }

    @Test
    void theOnlyContractThereIsIsBelieved() {
        client.witnesses(EsiRoute.ITEMS, most -> List.of());
        allAreThereBut(id -> id == 1);

        assertThat(verdict(items(1))).isInstanceOf(Verdict.Gone.class);
    }

    @Test
    void anIncidentThatEndsForAllButOneLeavesThatOneToItself() {
        client.witnesses(EsiRoute.ITEMS, most -> List.of());
        assertThat(LongStream.rangeClosed(1, 3).mapToObj(id -> verdict(items(id))))
                .containsOnlyNulls();
        everyItemsCallGets(500, "application/json", "{\"error\":\"Unhandled\"}");
        assertThat(verdict(items(4))).isInstanceOf(Verdict.Suspended.class);

        allAreThereBut(id -> id == 4, 500, "Unhandled");
        clock.advance(INTERVAL);
        verdict(items(4));
        clock.advance(INTERVAL);
        assertThat(verdict(items(4))).isInstanceOf(Verdict.Retry.class);
    }

    @Test
    void oneListThatFailsOnAllItsPagesIsNotTheRoute() {
        pagesOfOneRegionGet(200, "[{\"contract_id\":1,\"issuer_id\":1}]");
        for (int page = 1; page <= 3; page++) {
            assertThat(verdict(EsiRoute.LISTING, EsiRoute.LISTING.path(10_000_001, page)))
                    .isNull();
        }

        pagesOfOneRegionGet(500, "{\"error\":\"Unhandled\"}");

        assertThat(verdict(EsiRoute.LISTING, EsiRoute.LISTING.path(10_000_001, 1)))
                .isInstanceOf(Verdict.Retry.class);
    }

    @Test
    void theGameServersLimitPausesTheRouteForAsLongAsItSays() throws Exception {
        everyItemsCallGets(
                520,
                "application/json",
                "{\"error\":\"Undefined 520 error. Message: ConStopSpamming\",\"error_label\":\"ConStopSpamming\","
                        + "\"error_dict\":{\"remainingTime\":300000000}}");

        assertThat(verdict(items(1))).isInstanceOf(Verdict.Suspended.class);
        clock.advance(Duration.ofSeconds(29));
        assertThat(governor.isPaused(EsiRoute.ITEMS)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(governor.isPaused(EsiRoute.ITEMS)).isFalse();
        assertThat(governor.isPaused()).isFalse();
    }

    @Test
    void aBaseUrlThatOnlyRedirectsPausesAllAndSaysWhereItPoints() {
        esi.clearResponses();
        for (String path : List.of(items(1), items(91), EsiRoute.STATUS.path())) {
            esi.respond(path, 301, Map.of("Location", "https://esi.example.org/"), new byte[0]);
        }

        assertThat(verdict(items(1)))
                .isInstanceOfSatisfying(
                        Verdict.Suspended.class,
                        suspended -> assertThat(suspended.detail()).contains("https://esi.example.org/"));
        assertThat(governor.isPaused()).isTrue();
    }

    private List<@Nullable Verdict> ask(long first, long last) throws Exception {
        return ask(
                LongStream.rangeClosed(first, last)
                        .mapToObj(RouteFaultTests::items)
                        .toList(),
                this::verdict);
    }

    private interface Asking {
        @Nullable
        Verdict verdict(String path);
    }

    private static List<@Nullable Verdict> ask(List<String> paths, Asking asking) throws Exception {
        List<Future<@Nullable Verdict>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String path : paths) {
                Callable<@Nullable Verdict> call = () -> asking.verdict(path);
                asked.add(threads.submit(call));
            }
        }
        List<@Nullable Verdict> verdicts = new ArrayList<>();
        for (Future<@Nullable Verdict> each : asked) {
            verdicts.add(each.get());
        }
        return verdicts;
    }

    private @Nullable Verdict verdict(String path) {
        return verdict(EsiRoute.ITEMS, path);
    }

    private @Nullable Verdict verdict(EsiRoute route, String path) {
        return verdict(client, route, path);
    }

    private static @Nullable Verdict verdict(EsiClient client, EsiRoute route, String path) {
        try {
            client.get(route, path);
            return null;
        } catch (FetchFailedException e) {
            return e.verdict();
        }
    }

    private void pagesOfOneRegionGet(int status, String body) {
        esi.clearResponses();
        for (int page = 1; page <= 3; page++) {
            esi.respond(EsiRoute.LISTING.path(10_000_001, page), status, JSON, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void everyItemsCallGets(int status, String type, String body) {
        esi.clearResponses();
        for (long id = 1; id <= 100; id++) {
            esi.respond(items(id), status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void allAreThereBut(LongPredicate gone) {
        allAreThereBut(gone, 404, "Contract not found!");
    }

    private void allAreThereBut(LongPredicate bad, int status, String error) {
        esi.clearResponses();
        String item = "[{\"record_id\":1,\"type_id\":34,\"quantity\":1,\"is_included\":true}]";
        for (long id = 1; id <= 100; id++) {
            String body = bad.test(id) ? "{\"error\":\"" + error + "\"}" : item;
            esi.respond(items(id), bad.test(id) ? status : 200, JSON, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String items(long id) {
        return EsiRoute.ITEMS.path(id, 1);
    }
}
