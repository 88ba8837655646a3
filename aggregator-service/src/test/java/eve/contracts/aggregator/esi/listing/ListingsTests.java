package eve.contracts.aggregator.esi.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.store.RegionStore;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.UniverseOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.context.ConfigurableApplicationContext;

/// A region's listing is fetched once for all callers, accepted only when its pages belong together, and never
/// in part.
///
/// Each test has its own region of two pages.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListingsTests {

    private static final long FIRST = 10_000_001L;
    private static final int REGIONS = 18;
    private static final int EACH = 1_300;
    private static final long EMPTY = 10_000_099L;
    private static final byte[] REGION_NOT_FOUND = "{\"error\":\"Region not found\"}".getBytes(StandardCharsets.UTF_8);

    private static MovableClock clock;
    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        Map<Long, Double> regions = LongStream.range(FIRST, FIRST + REGIONS)
                .boxed()
                .collect(Collectors.toMap(region -> region, region -> 1.0 / REGIONS));
        regions.put(EMPTY, 0.0);
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withUniverse(UniverseOptions.defaults()
                        .withContracts(REGIONS * EACH)
                        .withRegions(regions)
                        .withUnreadableRolls(0)
                        .withContractsPerHour(0)
                        .withBidShare(0))
                .withErrorLimit(0)
                .withClock(clock)
                .withoutLatency());
        worker = Worker.startAt(clock, esi.baseUrl(), "contracts.esi.retry-wait=1ms");
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @AfterEach
    void healthy() throws FetchFailedException {
        esi.faults().clear();
        esi.clearResponses();
        // After the remembered failures, and the pause of a failed route, have expired.
        clock.advance(Duration.ofSeconds(10));
        worker.bean(EsiClient.class).get(EsiRoute.LISTING, EsiRoute.LISTING.path(EMPTY, 1));
        esi.requests().reset();
    }

    @Test
    void aSweepCostsItsPagesWhateverTheNumberOfIdsThatWaitForIt() throws Exception {
        long region = FIRST;

        Set<String> answers = together(400, listings(), region);

        assertThat(answers).containsExactly("whole");
        assertThat(asked(region, 1)).isOne();
        assertThat(asked(region, 2)).isOne();
    }

    @Test
    void aFailedSweepIsSharedByAllWhoWaitedForItAndHealsByItself() throws Exception {
        long region = FIRST + 1;
        fails(region);

        Set<String> answers = together(300, listings(), region);

        assertThat(answers).containsExactly("Retry");
        assertThat(asked(region, 1)).isLessThanOrEqualTo(12);
        esi.clearResponses();
        clock.advance(Duration.ofSeconds(6));
        assertWhole(listings().fresh(region), region);
    }

    @Test
    void replicasShareOneSweep() throws Exception {
        long region = FIRST + 2;
        try (ConfigurableApplicationContext other = worker.another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Set<String>> there = threads.submit(() -> together(100, other.getBean(Listings.class), region));
            Set<String> here = together(100, listings(), region);

            assertThat(here).containsExactly("whole");
            assertThat(there.get()).containsExactly("whole");
            assertThat(asked(region, 1)).isOne();
            assertThat(asked(region, 2)).isOne();
        }
    }

    @Test
    void aSweeperThatDiedIsReplacedWhenItsLeaseRunsOutAndIsNotWaitedForBeyondTheDeadline() throws FetchFailedException {
        long region = FIRST + 3;
        worker.jdbc()
                .sql("insert into region_listing (region_id, sweeper, swept_until)"
                        + " values (?, 'dead', now() + interval '1 hour')")
                .param(region)
                .update();
        assertThat(verdict(region)).isInstanceOf(Verdict.Suspended.class);
        worker.jdbc()
                .sql("update region_listing set swept_until = now() + interval '2 seconds' where region_id = ?")
                .param(region)
                .update();
        long began = System.nanoTime();

        Listing listing = listings().fresh(region);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
        assertWhole(listing, region);
        assertThat(asked(region, 1)).isOne();
    }

    @Test
    void pagesThatHaveNotChangedSinceAreNotSentAgainAndStillCount() throws FetchFailedException {
        long region = FIRST + 4;
        Listing before = listings().fresh(region);
        long notModified = esi.requests().count(Route.LISTING, 304);
        clock.advance(Duration.ofMinutes(30));

        Listing after = listings().fresh(region);

        assertThat(esi.requests().count(Route.LISTING, 304) - notModified).isEqualTo(2);
        assertThat(after.contractIds().equals(before.contractIds())).isTrue();
        assertThat(after.lastModified()).isAfter(before.lastModified());
        assertThat(listings().fresh(region) == after).isTrue();
        assertThat(asked(region, 1)).isEqualTo(2);
    }

    @Test
    void pagesOfTwoListingsAreSweptAgain() throws FetchFailedException {
        long region = FIRST + 5;
        esi.respond(
                "/contracts/public/" + region + "?page=2",
                1,
                200,
                Map.of("X-Pages", "2", "Last-Modified", "Sun, 01 Mar 2026 11:00:00 GMT"),
                "[]".getBytes(StandardCharsets.UTF_8));

        assertWhole(listings().fresh(region), region);
        assertThat(asked(region, 1)).isEqualTo(2);
    }

    @Test
    void anUnchangedListingThatDoesNotSayOfHowManyPagesItConsistsIsAsLongAsItWas() throws FetchFailedException {
        long region = FIRST + 12;
        Listing before = listings().fresh(region);
        clock.advance(Duration.ofMinutes(30));
        for (int page = 1; page <= 2; page++) {
            esi.respond("/contracts/public/" + region + "?page=" + page, 1, 304, Map.of(), new byte[0]);
        }

        Listing after = listings().fresh(region);

        assertThat(after.contractIds().equals(before.contractIds())).isTrue();
        assertThat(asked(region, 2)).isEqualTo(2);
    }

    @Test
    void aListingOlderThanTheOneBeforeIsSweptAgain() throws FetchFailedException {
        long region = FIRST + 13;
        listings().fresh(region);
        clock.advance(Duration.ofMinutes(30));
        esi.respond(
                "/contracts/public/" + region + "?page=1",
                1,
                200,
                Map.of("X-Pages", "1", "Last-Modified", "Sun, 01 Mar 2026 11:00:00 GMT"),
                "[]".getBytes(StandardCharsets.UTF_8));

        assertWhole(listings().fresh(region), region);
        assertThat(asked(region, 1)).isEqualTo(3);
    }

    @Test
    void aRegionThatHadAListingIsNotUnknownBecauseOneAnswerSaysSo() throws FetchFailedException {
        long region = FIRST + 14;
        listings().fresh(region);
        clock.advance(Duration.ofMinutes(30));
        esi.respond("/contracts/public/" + region + "?page=1", 1, 404, Map.of(), REGION_NOT_FOUND);

        assertThat(verdict(region)).isInstanceOf(Verdict.Retry.class);
        clock.advance(Duration.ofSeconds(10));
        assertWhole(listings().fresh(region), region);
    }

    @Test
    void anIdThatAnotherRegionsListingLacksIsStoredFromItsOwn() {
        long elsewhere = FIRST + 14;
        long region = FIRST + 15;
        long courier = esi.contractIds(region).stream()
                .filter(id -> esi.truth(id).header().path("type").asString().equals("courier"))
                .findFirst()
                .orElseThrow();

        assertThat(aggregate(courier, elsewhere)).isEqualTo(new Outcome.Answered(StoreResult.UNAVAILABLE));
        assertThat(aggregate(courier, region)).isEqualTo(new Outcome.Answered(StoreResult.CREATED));
    }

    @Test
    void aListingThatNeverHoldsStillIsNoReasonToCallAnythingGone() {
        long region = FIRST + 6;
        esi.faults().add(Fault.of(FaultKind.TORN_LISTING, 1).on(Route.LISTING));

        assertThat(verdict(region))
                .isInstanceOfSatisfying(
                        Verdict.Retry.class,
                        retry -> assertThat(retry.reason()).isEqualTo(FailureReason.ESI_INCONSISTENT_PAGES));
    }

    @Test
    void anEmptyPageInPlaceOfAFullOneIsNotBelieved() throws FetchFailedException {
        long region = FIRST + 7;
        esi.faults().add(Fault.of(FaultKind.EMPTY_LIST, 1).on(Route.LISTING).atMost(1));

        assertWhole(listings().fresh(region), region);
    }

    @Test
    void anEmptyRegionIsAListingToo() throws FetchFailedException {
        assertThat(listings().fresh(EMPTY).contractIds()).isEmpty();
    }

    @Test
    void listingsThatAreAllRefusedAreNoFaultOfTheIdsThatAreLookedForInThem() throws FetchFailedException {
        long region = FIRST + 8;
        esi.faults().add(Fault.of(FaultKind.FORBIDDEN, 1).on(Route.LISTING));
        assertThat(verdict(region)).isInstanceOf(Verdict.Suspended.class);

        esi.faults().clear();
        clock.advance(Duration.ofSeconds(6));
        assertWhole(listings().fresh(region), region);
    }

    @Test
    void aRegionThatFailsForGoodSpendsTheAttemptsOfItsOwnIds() {
        long region = FIRST + 17;
        fails(region);
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(verdict(region)).isInstanceOf(Verdict.Retry.class);
            clock.advance(Duration.ofSeconds(6));
        }
    }

    @Test
    void aRegionThatStillFailsWhenTheOthersAreBackDoesNotKeepTheRouteDown() {
        long region = FIRST + 17;
        esi.faults().add(Fault.of(FaultKind.SERVER_ERROR, 1).on(Route.LISTING));
        assertThat(verdict(region)).isInstanceOf(Verdict.Suspended.class);
        esi.faults().clear();
        fails(region);

        List<Verdict> verdicts = new ArrayList<>();
        for (int probe = 1; probe <= 3; probe++) {
            clock.advance(Duration.ofSeconds(6));
            verdicts.add(verdict(region));
        }

        assertThat(verdicts).last().isInstanceOf(Verdict.Retry.class);
    }

    @Test
    void regionsThatEsiDoesNotListCostNothingAndLeaveNoTrace() throws FetchFailedException {
        listings().fresh(EMPTY);
        long rows = worker.count("region_listing");
        long listingsAsked = count(Route.LISTING);
        long regionsAsked = count(Route.REGIONS);

        // Solar systems, ids that could be regions, and invalid ids.
        LongStream.of(30_000_142L, 10_500_000L, 99_000_000L, Long.MAX_VALUE - 300)
                .flatMap(first -> LongStream.range(first, first + 100))
                .forEach(region -> assertThat(verdict(region))
                        .isInstanceOfSatisfying(
                                Verdict.Poison.class,
                                poison -> assertThat(poison.detail()).contains(region + "", "10000000 to 19999999")));

        assertThat(count(Route.LISTING)).isEqualTo(listingsAsked);
        assertThat(count(Route.REGIONS) - regionsAsked).isLessThanOrEqualTo(1);
        assertThat(worker.count("region_listing")).isEqualTo(rows);
    }

    @Test
    void aRegionThatEsiListsIsNotUnknownBecauseItsListingAnswersSo() throws FetchFailedException {
        long region = FIRST + 16;
        esi.respond("/contracts/public/" + region + "?page=1", 1, 404, Map.of(), REGION_NOT_FOUND);

        assertThat(verdict(region)).isInstanceOf(Verdict.Retry.class);
        assertThat(worker.jdbc()
                        .sql("select count(*) from region_listing where region_id = ?")
                        .param(region)
                        .query(Long.class)
                        .single())
                .isZero();
        clock.advance(Duration.ofSeconds(10));
        assertWhole(listings().fresh(region), region);
    }

    @Test
    @Order(Integer.MAX_VALUE) // It lets contracts expire.
    void withoutEsisListOfRegionsWhatCouldBeOneIsTriedAndNothingElseIs() throws FetchFailedException {
        regions().ensureExists(EMPTY);
        esi.respond("/universe/regions", 500, Map.of(), new byte[0]);
        Regions outOfDate = regions();
        clock.advance(Duration.ofDays(2));
        outOfDate.ensureExists(EMPTY);
        assertThat(outOfDate.toSearch()).contains(EMPTY);
        outOfDate.ensureExists(10_000_999L);

        worker.jdbc().sql("delete from universe_regions").update();
        Regions without = regions();
        without.ensureExists(EMPTY);
        assertThat(verdict(() -> without.ensureExists(30_000_142L))).isInstanceOf(Verdict.Poison.class);
        assertThat(verdict(without::toSearch)).isInstanceOf(Verdict.Suspended.class);

        esi.clearResponses();
        clock.advance(Duration.ofMinutes(1));
        assertThat(without.toSearch()).contains(EMPTY);
    }

    @Test
    @Order(Integer.MAX_VALUE) // It lets contracts expire.
    void aRegionThatEsiListsFromNowOnIsFoundWithinMinutes() throws FetchFailedException {
        long region = 10_777_777L;
        Regions regions = regions();
        regions.ensureExists(EMPTY);
        clock.advance(Duration.ofMinutes(16));
        assertThat(verdict(() -> regions.ensureExists(region))).isInstanceOf(Verdict.Poison.class);
        esi.respond("/universe/regions", 200, Map.of(), "[10777777]".getBytes(StandardCharsets.UTF_8));

        clock.advance(Duration.ofMinutes(16));

        regions.ensureExists(region);
        regions.ensureExists(EMPTY);
    }

    @Test
    void anEntryThatBreaksTheSchemaMakesOneContractUnreadableNotTheRegion() throws FetchFailedException {
        long region = FIRST + 9;
        esi.faults().add(Fault.of(FaultKind.UNKNOWN_ENUM, 1).on(Route.LISTING));

        Listing listing = listings().fresh(region);

        assertWhole(listing, region);
        assertThat(listing.broken())
                .hasSize(2)
                .allSatisfy((id, why) -> assertThat(aggregate(id, region))
                        .isInstanceOfSatisfying(
                                Outcome.Unanswered.class,
                                unanswered -> assertThat(unanswered.why())
                                        .isInstanceOfSatisfying(
                                                Verdict.Retry.class,
                                                retry -> assertThat(retry.reason())
                                                        .isEqualTo(FailureReason.ESI_SCHEMA_VIOLATION))));
    }

    @Test
    @Order(Integer.MAX_VALUE) // It looks into the other tests' regions too.
    void anIdWithoutRegionIsFoundThoughAnotherRegionCannotBeListedButNotCalledGone() {
        long broken = FIRST + 10;
        long sound = FIRST + 11;
        fails(broken);
        long courier = esi.contractIds(sound).stream()
                .filter(id -> esi.truth(id).header().path("type").asString().equals("courier"))
                .findFirst()
                .orElseThrow();

        assertThat(aggregate(courier, null)).isEqualTo(new Outcome.Answered(StoreResult.CREATED));
        assertThat(aggregate(7L, null))
                .isInstanceOfSatisfying(
                        Outcome.Unanswered.class,
                        unanswered -> assertThat(unanswered.why())
                                .isInstanceOfSatisfying(
                                        Verdict.Retry.class,
                                        retry -> assertThat(retry.reason()).isEqualTo(FailureReason.REGION_UNKNOWN)));
    }

    /// Makes only this region's listing fail, from now on.
    private static void fails(long region) {
        esi.respond("/contracts/public/" + region + "?page=1", 500, Map.of(), new byte[0]);
    }

    private static Outcome aggregate(long id, @org.jspecify.annotations.Nullable Long region) {
        return worker.bean(ContractAggregation.class)
                .aggregate(new ContractIdMessage(id, region), false, null, StorePermit.ALWAYS);
    }

    private static Regions regions() {
        return new Regions(
                worker.bean(EsiClient.class), worker.bean(EsiProperties.class), worker.bean(RegionStore.class), clock);
    }

    private static long count(Route route) {
        return esi.requests().count(route);
    }

    private static Verdict verdict(long region) {
        return verdict(() -> listings().fresh(region));
    }

    private static Verdict verdict(ThrowingCallable asking) {
        FetchFailedException failure = catchThrowableOfType(FetchFailedException.class, asking);
        assertThat(failure).isNotNull();
        return failure.verdict();
    }

    private static Listings listings() {
        return worker.bean(Listings.class);
    }

    /// Returns the results of so many simultaneous callers: the whole listing, or the failure.
    private static Set<String> together(int threads, Listings listings, long region) throws Exception {
        Set<Long> listed = listed(region);
        List<Future<String>> asking = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < threads; n++) {
                asking.add(each.submit(() -> {
                    try {
                        Set<Long> ids = listings.fresh(region).contractIds();
                        return ids.equals(listed) ? "whole" : ids.size() + " instead of " + listed.size();
                    } catch (FetchFailedException e) {
                        return e.verdict().getClass().getSimpleName();
                    }
                }));
            }
        }
        Set<String> answers = new TreeSet<>();
        for (Future<String> answer : asking) {
            answers.add(answer.get());
        }
        return answers;
    }

    /// Compares without printing thousands of ids in the message.
    private static void assertWhole(Listing listing, long region) {
        assertThat(listing.contractIds().equals(listed(region)))
                .as("whether %d contracts are those of region %d", listing.size(), region)
                .isTrue();
    }

    private static Set<Long> listed(long region) {
        return Set.copyOf(esi.contractIds(region));
    }

    private static long asked(long region, int page) {
        return esi.requests().count("/contracts/public/" + region + "?page=" + page);
    }
}
