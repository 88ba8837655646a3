package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.UniverseOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Known data is not requested again: a second pass costs ESI only the listing's pages and the bids.
class SecondPassTests {

    private static final int CONTRACTS = 2_000;

    @Test
    void aSecondPassOverAnUnchangedUniverseAsksForListingPagesAndBidsOnly() {
        var clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        UniverseOptions universe = UniverseOptions.defaults()
                .withContracts(CONTRACTS)
                .withContractsPerHour(0)
                .withBidShare(0)
                .withUnreadableRolls(0);
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withUniverse(universe)
                        .withClock(clock)
                        .withoutLatency());
                Worker worker = Worker.startAt(clock, esi.baseUrl())) {
            pass(esi, worker);
            assertThat(worker.count("contract")).isEqualTo(CONTRACTS);
            Map<Route, Asked> first = asked(esi);
            // Names are requested in batches, and only types with the name of a rolled type are requested
            // individually.
            assertThat(asked(first, Route.NAMES)).isPositive().isLessThan(worker.count("item_type") / 5 + 20);
            assertThat(asked(first, Route.TYPE)).isLessThan(worker.count("item_type where is_dynamic") + 5);
            esi.requests().reset();
            clock.advance(Duration.ofMinutes(31));

            pass(esi, worker);

            Map<Route, Asked> second = asked(esi);
            print(first, second);
            long auctions = worker.count("contract where type = 'auction'");
            long pages = worker.count("listing_page");
            assertThat(auctions).isPositive();
            assertThat(second.keySet()).containsExactlyInAnyOrder(Route.LISTING, Route.BIDS);
            assertThat(second.get(Route.LISTING)).isEqualTo(new Asked(pages, pages));
            assertThat(asked(second, Route.BIDS)).isEqualTo(auctions);
            assertThat(worker.events()).hasSize(CONTRACTS);
        }
    }

    /// @param unchanged the number of requests that were answered with 304
    private record Asked(long requests, long unchanged) {}

    private static void pass(EsiSimulator esi, Worker worker) {
        worker.publish(esi, esi.contractIds());
        await().atMost(Duration.ofMinutes(1)).until(() -> worker.unacknowledged() == 0 && worker.count("outbox") == 0);
    }

    private static Map<Route, Asked> asked(EsiSimulator esi) {
        Map<Route, Asked> asked = new EnumMap<>(Route.class);
        for (Route route : Route.values()) {
            long requests = esi.requests().count(route);
            if (requests > 0) {
                asked.put(route, new Asked(requests, esi.requests().count(route, 304)));
            }
        }
        return asked;
    }

    private static long asked(Map<Route, Asked> pass, Route route) {
        return pass.getOrDefault(route, new Asked(0, 0)).requests();
    }

    private static void print(Map<Route, Asked> first, Map<Route, Asked> second) {
        System.out.printf("%-15s %12s %12s %12s%n", "route", "first pass", "second pass", "of them 304");
        for (Route route : first.keySet()) {
            System.out.printf(
                    "%-15s %12d %12d %12d%n",
                    route,
                    asked(first, route),
                    asked(second, route),
                    second.getOrDefault(route, new Asked(0, 0)).unchanged());
        }
    }
}
