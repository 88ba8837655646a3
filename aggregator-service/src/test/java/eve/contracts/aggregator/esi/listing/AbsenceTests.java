package eve.contracts.aggregator.esi.listing;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Gone;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A contract that a listing lacks is gone, unless the listing lacks too many at once or is older than the
/// contract.
///
/// Each test has its own region of 60 contracts.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AbsenceTests {

    private static final long FIRST = SmallRegions.FIRST;
    private static final long EMPTY = SmallRegions.EMPTY;
    private static final Duration PERIOD = SmallRegions.PERIOD;

    private static SmallRegions regions;
    private static MovableClock clock;
    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        regions = SmallRegions.start(16);
        clock = regions.clock();
        esi = regions.esi();
        worker = regions.worker();
    }

    @AfterAll
    static void stop() {
        regions.close();
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
        // The same listing again confirms nothing.
        clock.advance(Duration.ofMinutes(10));
        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        nextListing(region, List.of());

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    @Test
    void aDoubtOutlivesTheProcess() throws FetchFailedException {
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
        List<Long> ids = lasting(region);
        long first = stored(region, ids.getFirst());
        long second = stored(region, ids.get(20));
        nextListing(region, ids.subList(15, ids.size()));
        assertThat(aggregate(first, region)).isEqualTo("Suspended");
        assertThat(aggregate(second, region)).isEqualTo("UNCHANGED");

        nextListing(region, ids.subList(30, ids.size()));

        assertThat(aggregate(first, region)).isEqualTo("Suspended");
        assertThat(aggregate(second, region)).isEqualTo("Suspended");

        nextListing(region, ids.subList(30, ids.size()));

        assertThat(aggregate(first, region)).isEqualTo("CLOSED");
        assertThat(aggregate(second, region)).isEqualTo("CLOSED");
    }

    @Test
    void aRegionThatIsEmptyAfterADoubtedListingIsSettledOneListingLater() {
        long region = FIRST + 11;
        List<Long> ids = lasting(region);
        long first = stored(region, ids.getFirst());
        long last = stored(region, ids.getLast());
        nextListing(region, ids.subList(30, ids.size()));
        assertThat(aggregate(first, region)).isEqualTo("Suspended");
        nextListing(region, List.of());
        assertThat(aggregate(first, region)).isEqualTo("Suspended");
        assertThat(aggregate(last, region)).isEqualTo("Suspended");

        nextListing(region, List.of());

        assertThat(aggregate(first, region)).isEqualTo("CLOSED");
        assertThat(aggregate(last, region)).isEqualTo("CLOSED");
    }

    @Test
    void anIdThatWasNeverStoredMayBeTheEntryWithoutAnId() {
        long region = FIRST + 12;
        List<Long> ids = lasting(region);
        long listed = ids.getFirst();
        nextListingWithoutIdOf(region, ids, listed);
        assertThat(aggregate(listed, region)).isEqualTo("Suspended");
        assertThat(aggregate(4, region)).isEqualTo("Suspended");
        assertThat(aggregate(ids.getLast(), region)).isEqualTo("CREATED");

        nextListingWithoutIdOf(region, ids, ids.get(1));

        assertThat(aggregate(listed, region)).isEqualTo("CREATED");
        assertThat(aggregate(4, region)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void anIdThatWasNeverStoredMayBeInThePartThatADoubtedListingLacks() {
        long region = FIRST + 13;
        List<Long> ids = lasting(region);
        long fresh = ids.get(5);
        nextListing(region, ids.stream().filter(id -> id != fresh).toList());
        assertThat(aggregate(ids.getLast(), region)).isEqualTo("CREATED");
        nextListing(region, ids.subList(30, ids.size()));
        assertThat(aggregate(fresh, region)).isEqualTo("Suspended");
        nextListing(region, List.of());
        assertThat(aggregate(fresh, region)).isEqualTo("Suspended");
        assertThat(aggregate(3, region)).isEqualTo("Suspended");

        nextListing(region, ids);

        assertThat(aggregate(fresh, region)).isEqualTo("CREATED");
        assertThat(aggregate(3, region)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aFewThatAreGoneAreClosedAtOnce() {
        long region = FIRST + 4;
        List<Long> ids = esi.contractIds(region);
        long id = stored(region, lasting(region).getFirst());
        nextListing(region, ids.stream().filter(each -> each != id).toList());

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

        assertThat(aggregate(id, region)).isEqualTo("CREATED");
    }

    @Test
    void anIdThatNoContractCanHaveYetIsAnsweredAtOnce() {
        assertThat(aggregate(Long.MAX_VALUE, FIRST + 8)).isEqualTo("UNAVAILABLE");
        assertThat(aggregate(999_999_999L, FIRST + 8)).isEqualTo("UNAVAILABLE");
        assertThat(aggregate(2L, FIRST + 8)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void anEmptyRegionsFirstListingDecidesNothingAlone() {
        long id = esi.contractIds(FIRST + 10).getFirst();
        assertThat(aggregate(id, EMPTY)).isEqualTo("Suspended");

        clock.advance(PERIOD);

        assertThat(aggregate(id, EMPTY)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aContractThatARegionsFirstListingLacksIsWaitedForWhenItHasItems() throws FetchFailedException {
        long region = FIRST + 14;
        List<Long> ids = lasting(region);
        long lost = ids.stream()
                .filter(id -> regions.entry(id).path("type").asString().equals("item_exchange"))
                .findFirst()
                .orElseThrow();
        List<Long> tenth = ids.subList(ids.size() - 6, ids.size());
        nextListing(region, tenth);
        assertThat(aggregate(lost, region)).isEqualTo("Suspended");
        assertThat(aggregate(5, region)).isEqualTo("UNAVAILABLE");
        assertThat(restarted().fresh(region).first()).isTrue();
        // The same listing again is still the first.
        clock.advance(PERIOD);
        assertThat(aggregate(lost, region)).isEqualTo("Suspended");

        nextListing(region, tenth);

        assertThat(restarted().fresh(region).first()).isFalse();
        assertThat(aggregate(lost, region)).isEqualTo("UNAVAILABLE");
        nextListing(region, ids);
        assertThat(aggregate(lost, region)).isEqualTo("CREATED");
    }

    @Test
    void aRegionsFirstListingIsBelievedAfterAFewAbsencesAreConfirmed() {
        long region = FIRST + 15;
        clock.advance(PERIOD);
        long before = esi.requests().count(Route.ITEMS, 404);

        for (long id = 100; id < 120; id++) {
            assertThat(aggregate(id, region)).isEqualTo("UNAVAILABLE");
        }

        assertThat(esi.requests().count(Route.ITEMS, 404) - before).isEqualTo(10);
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

    /// Stores a contract of the region and returns its id.
    private static long stored(long region) {
        return stored(region, lasting(region).getFirst());
    }

    /// Returns the region's contracts that do not expire while the tests run.
    private static List<Long> lasting(long region) {
        String soon = clock.instant().plus(Duration.ofDays(2)).toString();
        return esi.contractIds(region).stream()
                .filter(id -> regions.entry(id).path("date_expired").asString().compareTo(soon) > 0)
                .toList();
    }

    private static long stored(long region, long id) {
        assertThat(aggregate(id, region)).isIn("CREATED", "UNAVAILABLE", "UNCHANGED");
        assertThat(aggregate(id, region)).isEqualTo("UNCHANGED");
        return id;
    }

    private static void nextListing(long region, List<Long> ids) {
        regions.nextListing(region, ids.stream().map(regions::entry).toList());
    }

    private static void nextListingWithoutIdOf(long region, List<Long> ids, long unreadable) {
        regions.nextListing(
                region,
                ids.stream()
                        .map(regions::entry)
                        .map(entry ->
                                entry.path("contract_id").asLong() == unreadable ? entry.without("contract_id") : entry)
                        .toList());
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
        return worker.aggregate(id, region);
    }
}
