package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.EventJson;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.UniverseOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// What a listing lacks is gone, unless the listing lacks too much at once or was made before the contract.
///
/// Each test has a region of 60 contracts to itself.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AbsenceTests {

    private static final long FIRST = 10_000_001L;
    private static final int REGIONS = 12;
    private static final int EACH = 60;
    private static final long EMPTY = 10_000_099L;
    private static final Duration PERIOD = Duration.ofMinutes(30);

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
                        .withGone(0)
                        .withContractsPerHour(0)
                        .withBidShare(0))
                .withErrorLimit(0)
                .withClock(clock)
                .withoutLatency());
        worker = Worker.startAt(clock, esi.baseUrl(), "contracts.esi.retry-wait=1ms", "contracts.intake.enabled=false");
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @AfterEach
    void healthy() {
        esi.clearResponses();
        clock.advance(PERIOD);
    }

    @Test
    void anEmptyListingClosesNothingAndWhatIsListedAgainGoesOn() {
        long region = FIRST;
        long id = stored(region);
        nextListing(region, List.of());

        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        esi.clearResponses();
        clock.advance(PERIOD);
        assertThat(aggregate(id, region)).isEqualTo("UNCHANGED");
    }

    @Test
    void whatALaterListingLacksTooIsClosed() {
        long region = FIRST + 1;
        long id = stored(region);
        nextListing(region, List.of());
        assertThat(aggregate(id, region)).isEqualTo("Suspended");
        // The same listing once more says nothing new.
        clock.advance(Duration.ofMinutes(10));
        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        nextListing(region, List.of());

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    @Test
    void aDoubtOutlivesTheProcess() throws UnfitAnswerException {
        long region = FIRST + 2;
        long id = stored(region);
        nextListing(region, List.of());
        worker.bean(Listings.class).fresh(region);

        assertThat(restarted().fresh(region).unconfirmed()).contains(id);
        nextListing(region, List.of());
        assertThat(restarted().fresh(region).unconfirmed()).doesNotContain(id);
    }

    @Test
    void aListingThatShrinksTwiceIsDoubtedTwice() {
        long region = FIRST + 3;
        List<Long> ids = esi.contractIds(region);
        long first = stored(region, ids.getFirst());
        long second = stored(region, ids.get(30));
        nextListing(region, ids.subList(20, ids.size()));
        assertThat(aggregate(first, region)).isEqualTo("Suspended");
        assertThat(aggregate(second, region)).isEqualTo("UNCHANGED");

        nextListing(region, ids.subList(40, ids.size()));

        assertThat(aggregate(first, region)).isEqualTo("CLOSED");
        assertThat(aggregate(second, region)).isEqualTo("Suspended");
    }

    @Test
    void aFewThatAreGoneAreClosedAtOnce() {
        long region = FIRST + 4;
        List<Long> ids = esi.contractIds(region);
        long id = stored(region, ids.getFirst());
        nextListing(region, ids.subList(10, ids.size()));

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    @Test
    @Order(Integer.MAX_VALUE) // It lets all contracts expire.
    void whatHasExpiredIsNoSignOfALostListing() {
        long region = FIRST + 5;
        long id = stored(region);
        clock.advance(Duration.ofDays(90));
        nextListing(region, List.of());

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    @Test
    void aFirstListingIsHeldAgainstTheContractsThatAreStored() {
        long region = FIRST + 6;
        long id = stored(region);
        worker.jdbc()
                .sql("delete from listing_page where region_id = ?")
                .param(region)
                .update();
        worker.jdbc()
                .sql("delete from region_listing where region_id = ?")
                .param(region)
                .update();
        nextListing(region, List.of());

        assertThat(aggregate(id, region)).isEqualTo("Suspended");
    }

    @Test
    void anIdAboveTheHighestOfItsListingIsDecidedByTheNextOne() {
        long region = FIRST + 7;
        long id = esi.contractIds().getLast() + 5;
        assertThat(aggregate(id, region)).isEqualTo("Suspended");
        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        clock.advance(PERIOD);

        assertThat(aggregate(id, region)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aContractThatIsNewerThanItsListingIsStoredFromTheNextOne() {
        long region = FIRST + 8;
        aggregate(1, region);
        long id = esi.add(region);
        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        clock.advance(PERIOD);

        assertThat(aggregate(id, region)).isIn("CREATED");
    }

    @Test
    void anIdThatNoContractCanHaveYetIsAnsweredAtOnce() {
        assertThat(aggregate(Long.MAX_VALUE, FIRST + 8)).isEqualTo("UNAVAILABLE");
        assertThat(aggregate(999_999_999L, FIRST + 8)).isEqualTo("UNAVAILABLE");
        assertThat(aggregate(2L, FIRST + 8)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void anEmptyRegionsFirstListingDecidesNothingAlone() {
        assertThat(aggregate(esi.contractIds().getFirst(), EMPTY)).isEqualTo("Suspended");

        clock.advance(PERIOD);

        assertThat(aggregate(esi.contractIds().getFirst(), EMPTY)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aNewestContractThatWasSoldIsClosedAtOnce() {
        long region = FIRST + 9;
        List<Long> ids = esi.contractIds(region);
        long id = stored(region, ids.getLast());
        esi.answer(id, Gone.ACCEPTED);
        clock.advance(PERIOD);

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    /// A contract of the region that is stored.
    private static long stored(long region) {
        return stored(region, esi.contractIds(region).getFirst());
    }

    private static long stored(long region, long id) {
        assertThat(aggregate(id, region)).isIn("CREATED", "UNAVAILABLE", "UNCHANGED");
        assertThat(aggregate(id, region)).isEqualTo("UNCHANGED");
        return id;
    }

    /// From the next cache period on the region lists these of its contracts.
    private static void nextListing(long region, List<Long> ids) {
        List<JsonNode> entries = ids.stream()
                .sorted(Comparator.naturalOrder())
                .map(id -> esi.truth(id).header())
                .collect(Collectors.toList());
        clock.advance(PERIOD);
        esi.clearResponses();
        esi.respond(
                "/contracts/public/" + region + "?page=1",
                200,
                Map.of(
                        "X-Pages",
                        "1",
                        "Last-Modified",
                        http(clock.instant()),
                        "Date",
                        http(clock.instant()),
                        "Expires",
                        http(clock.instant().plus(PERIOD))),
                EventJson.mapper().writeValueAsString(entries).getBytes(StandardCharsets.UTF_8));
    }

    private static String http(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Listings restarted() {
        return new Listings(
                worker.bean(ListingStore.class),
                worker.bean(ListingSweep.class),
                worker.bean(ListingReader.class),
                worker.bean(Regions.class),
                clock);
    }

    private static String aggregate(long id, @Nullable Long region) {
        return switch (worker.bean(ContractAggregation.class)
                .aggregate(new ContractIdMessage(id, region), 0, null, () -> true)) {
            case Outcome.Answered(StoreResult result) -> result.name();
            case Outcome.Unanswered unanswered -> unanswered.why().getClass().getSimpleName();
        };
    }
}
