package eve.contracts.benchmark.intake;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.UniverseOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The first pass over a universe with the shape of the live one: discovery publishes all ids, the worker
/// stores all contracts. Prints the number of calls to ESI, the smallest possible number, and the time. With
/// several numbers of item types it runs one pass after the other and prints the ratio of their times.
///
/// System properties: `contracts` (50000), `types` (20000; several as 40,4000), `latency` of a call in ms
/// (100), `window` (256), `errors` per minute that the simulator accepts (100; 0 for no limit), `warmup` (2000
/// contracts, not counted).
public final class FirstPassScenario implements Scenario {

    private static final int CONTRACTS = Integer.getInteger("contracts", 50_000);
    private static final List<Integer> TYPES = Arrays.stream(
                    System.getProperty("types", "20000").split(","))
            .map(Integer::valueOf)
            .toList();
    private static final Duration LATENCY = Duration.ofMillis(Integer.getInteger("latency", 100));
    private static final int WINDOW = Integer.getInteger("window", 256);
    private static final int ERRORS = Integer.getInteger("errors", 100);
    private static final int WARM_UP = Integer.getInteger("warmup", 2_000);

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        if (WARM_UP > 0) {
            pass(kafka, postgres, "warmup", WARM_UP, TYPES.getFirst());
        }
        double first = 0;
        for (int types : TYPES) {
            double seconds = pass(kafka, postgres, "types" + types, CONTRACTS, types);
            first = first == 0 ? seconds : first;
            System.out.printf(
                    Locale.ROOT,
                    "%d types: %.2f times the time of %d types%n",
                    types,
                    seconds / first,
                    TYPES.getFirst());
        }
    }

    /// Returns the seconds from the start of the worker to the last event sent.
    private static double pass(
            EmbeddedKafka kafka, EmbeddedPostgresServer postgres, String name, int contracts, int types)
            throws InterruptedException {
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withUniverse(UniverseOptions.defaults()
                        .withContracts(contracts)
                        .withTypes(types)
                        .withLargeContracts(contracts / 10_000))
                .withStillUniverse()
                .withErrorLimit(ERRORS)
                .withLatency(Latency.fixed(LATENCY)))) {
            var settings = new WorkerSettings(kafka, postgres, name, WINDOW);
            JdbcClient jdbc = settings.createDatabase();
            String regions = esi.regionIds().stream().map(String::valueOf).collect(Collectors.joining(","));
            long start = System.nanoTime();
            try (ConfigurableApplicationContext _ = AggregatorApplication.application()
                    .properties("contracts.discovery.regions=" + regions)
                    .run(settings.arguments(esi, true))) {
                WorkerSettings.awaitStored(jdbc, contracts);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %d contracts of %d types in %.1f s, %.0f a second; at most %d calls in flight%n",
                        name,
                        contracts,
                        types,
                        seconds,
                        contracts / seconds,
                        esi.requests().mostInFlight());
                awaitAllListed(esi);
                tellRequests(esi);
                return seconds;
            }
        }
    }

    /// Waits until the listings of all regions were requested; regions without contracts may come at any time.
    private static void awaitAllListed(EsiSimulator esi) throws InterruptedException {
        while (!esi.regionIds().stream().allMatch(region -> esi.requests().count("/contracts/public/" + region) > 0)) {
            Thread.sleep(500);
        }
    }

    private static void tellRequests(EsiSimulator esi) {
        Needed needed = Needed.by(esi);
        for (Route route : Route.values()) {
            long asked = esi.requests().count(route);
            if (asked > 0) {
                System.out.printf(Locale.ROOT, "  %-15s asked %7d, needed %7d%n", route, asked, needed.of(route));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-15s asked %7d, needed %7d: %+.2f %% (bound +1 %%)%n",
                "all",
                esi.requests().total(),
                needed.all(),
                100.0 * esi.requests().total() / needed.all() - 100);
    }

    /// The data that must be requested: pages of listings and of items, bids of auctions, rolls.
    private record Needed(long pages, long items, long bids, long rolls) {

        static Needed by(EsiSimulator esi) {
            long pages = esi.regionIds().stream()
                    .mapToLong(region ->
                            esi.universe().listing(region).orElseThrow().pages())
                    .sum();
            long items = 0;
            long bids = 0;
            long rolls = 0;
            for (long id : esi.contractIds()) {
                var truth = esi.truth(id);
                items += (truth.items().size() + 999) / 1000;
                bids += truth.header().get("type").stringValue().equals("auction") ? 1 : 0;
                rolls += truth.rolls().size();
            }
            return new Needed(pages, items, bids, rolls);
        }

        long of(Route route) {
            return switch (route) {
                case LISTING -> pages;
                case ITEMS -> items;
                case BIDS -> bids;
                case DYNAMIC_ITEMS -> rolls;
                case REGIONS, REGION, TYPE, NAMES, STATUS, UNKNOWN -> 0;
            };
        }

        long all() {
            return pages + items + bids + rolls;
        }
    }
}
