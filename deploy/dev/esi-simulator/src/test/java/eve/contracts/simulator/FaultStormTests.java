package eve.contracts.simulator;

import static eve.contracts.simulator.Simulated.items;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.FaultStorm;
import eve.contracts.simulator.faults.Latency;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultStormTests {
    private static final Set<Long> REGIONS = Set.of(10000002L, 10000030L, 10000043L);
    private static final Duration AGE = Duration.ofSeconds(100);
    private static final Set<FaultKind> LISTINGS = Set.of(FaultKind.EMPTY_LISTING, FaultKind.SHRUNKEN_LISTING);

    @Test
    void theSameSeedHasTheSameFaultsAtTheSameTime() {
        assertThat(halfAnHour(storm(7))).isEqualTo(halfAnHour(storm(7))).isNotEqualTo(halfAnHour(storm(8)));
        assertThat(storm(7).at(Duration.ofSeconds(12))).isEqualTo(storm(7).at(Duration.ofSeconds(19)));
    }

    @Test
    void halfAnHourHasFaultsOfAllKinds() {
        List<Fault> all = halfAnHour(storm(1)).stream().flatMap(List::stream).toList();
        assertThat(all.stream().map(Fault::kind))
                .contains(Stream.of(FaultKind.values())
                        .filter(kind -> !Set.of(
                                        FaultKind.FORBIDDEN,
                                        FaultKind.ERROR_LIMITED,
                                        FaultKind.RATE_LIMITED,
                                        FaultKind.MISSING_FIELD,
                                        FaultKind.WRONG_TYPE,
                                        FaultKind.UNKNOWN_FIELD,
                                        FaultKind.UNKNOWN_ENUM,
                                        FaultKind.TORN_LISTING)
                                .contains(kind))
                        .toArray(FaultKind[]::new));
        assertThat(all.stream()
                        .filter(fault -> fault.kind() == FaultKind.OTHER_ANSWER)
                        .map(fault -> fault.status() + " " + fault.body())
                        .distinct())
                .hasSizeGreaterThan(40);
        assertThat(all.stream().filter(fault -> fault.header() != null).map(fault -> fault.kind() + fault.header()))
                .contains("HEADER_MISSINGX-Pages", "HEADER_ABSURDLast-Modified");
    }

    @Test
    void mostRequestsAreAnsweredWell() {
        for (List<Fault> slot : halfAnHour(storm(3))) {
            List<Fault> gusts = slot.stream().filter(fault -> fault.share() < 1).toList();
            assertThat(gusts).hasSizeLessThanOrEqualTo(5);
            assertThat(gusts.stream().mapToDouble(Fault::share).max().orElse(0)).isLessThanOrEqualTo(0.1);
            assertThat(gusts).noneMatch(fault -> fault.body() == Body.ESI);
            assertThat(slot.stream().filter(fault -> fault.share() == 1 && !LISTINGS.contains(fault.kind())))
                    .hasSizeLessThanOrEqualTo(1);
        }
        List<List<Fault>> slots = halfAnHour(storm(3));
        assertThat(IntStream.range(0, 30).mapToObj(minute -> slots.get(minute * 6 + 5)))
                .allMatch(slot -> slot.stream().allMatch(fault -> LISTINGS.contains(fault.kind())));
        assertThat(halfAnHour(new FaultStorm(3, REGIONS, AGE, false)).stream().flatMap(List::stream))
                .noneMatch(fault -> fault.share() == 1 && !LISTINGS.contains(fault.kind()));
    }

    @Test
    void aStormRulesTheSimulatorAndLeavesTwoListingsWholeAfterALostOne() {
        try (var simulated = Simulated.with(options -> options.withErrorLimit(0)
                .withUniverse(options.universe()
                        .withContracts(60)
                        .withListingAge(AGE)
                        .withRegions(Map.of(10000002L, 0.4, 10000030L, 0.3, 10000043L, 0.3))))) {
            // The storm begins in the middle of a listing period.
            simulated.clock.advance(Duration.ofSeconds(30));
            simulated.simulator.storm(5, false);
            var sizes = new ArrayList<Integer>();
            String known = "";
            for (int second = 0; second < 1_800; second += 5) {
                simulated.clock.advance(Duration.ofSeconds(5));
                status(simulated.client, "/contracts/public/10000043");
                var listing = simulated.simulator.universe().listing(10000043L).orElseThrow();
                if (!listing.madeAt().toString().equals(known)) {
                    known = listing.madeAt().toString();
                    sizes.add(listing.page(1).body().length);
                }
            }
            int most = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
            List<Integer> lost = IntStream.range(0, sizes.size())
                    .filter(n -> sizes.get(n) < most / 2)
                    .boxed()
                    .toList();
            assertThat(lost).hasSizeGreaterThan(2);
            assertThat(IntStream.range(1, lost.size()).map(n -> lost.get(n) - lost.get(n - 1)))
                    .allMatch(distance -> distance > 2);
        }
    }

    @Test
    void aStormIsSwitchedOverHttpAndEndsWithTheFaults() {
        try (var simulated = Simulated.with(options -> options.withErrorLimit(0))) {
            Client client = simulated.client;
            assertThat(client.put("/simulator/faults", "{\"storm\":{\"seed\":7,\"wholeRoutes\":true}}")
                            .body())
                    .contains("\"storm\":{\"seed\":7,\"wholeRoutes\":true}");
            simulated.simulator.faults().latency(Latency.none());
            long id = simulated.anExchange();
            simulated.clock.advance(Duration.ofSeconds(10));
            Map<Integer, Long> statuses = IntStream.range(0, 120)
                    .mapToObj(_ -> status(client, items(id)))
                    .collect(groupingBy(status -> status, counting()));
            assertThat(statuses.get(200)).isGreaterThan(90);
            client.put("/simulator/faults", "{}");
            assertThat(simulated.simulator.faults().isCalm()).isTrue();
        }
    }

    /// Returns 0 if there is no answer.
    private static int status(Client client, String path) {
        try {
            return client.get(path, Duration.ofMillis(150)).statusCode();
        } catch (UncheckedIOException none) {
            return 0;
        }
    }

    private static FaultStorm storm(long seed) {
        return new FaultStorm(seed, REGIONS, AGE, true);
    }

    private static List<List<Fault>> halfAnHour(FaultStorm storm) {
        return IntStream.range(0, 180)
                .mapToObj(slot -> storm.at(Duration.ofSeconds(slot * 10L)))
                .toList();
    }
}
