package eve.contracts.aggregator.esi.listing;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.EventJson;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// One bad entry or header affects only its own contract, not the page or the region.
class DamagedListingTests {

    private static final long REGION = SmallRegions.FIRST;

    private static SmallRegions regions;
    private List<Long> ids = List.of();
    private Instant soundSince = Instant.EPOCH;

    @BeforeAll
    static void start() {
        regions = SmallRegions.start(1);
    }

    @AfterAll
    static void stop() {
        regions.close();
    }

    /// Each test begins with a valid listing.
    @BeforeEach
    void sound() throws FetchFailedException {
        regions.esi().clearResponses();
        regions.clock().advance(SmallRegions.PERIOD);
        ids = List.copyOf(regions.esi().contractIds(REGION));
        assertThat(fresh().contractIds()).containsExactlyInAnyOrderElementsOf(ids);
        soundSince = fresh().lastModified();
        regions.clock().advance(SmallRegions.PERIOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "[]",
                "{\"contract_id\":null}",
                "{\"contract_id\":\"7\"}",
                "{\"contract_id\":-1}",
                "{\"contract_id\":1.5}",
                "{\"contract_id\":123456789012345678901}"
            })
    void anEntryWithoutAReadableIdIsLeftOutAndMayBeAnyContract(String entry) throws FetchFailedException {
        regions.page(
                REGION, 1, json(without(ids.getFirst())).replaceFirst("\\[", "[" + entry + ","), regions.headers(1));

        Listing listing = fresh();

        assertThat(listing.contractIds()).containsExactlyInAnyOrderElementsOf(ids.subList(1, ids.size()));
        assertThat(listing.unconfirmed()).containsExactly(ids.getFirst());
    }

    @Test
    void anAbsurdIdIsNotTheHighest() throws FetchFailedException {
        ObjectNode absurd = regions.entry(ids.getFirst()).put("contract_id", Long.MAX_VALUE);
        regions.page(REGION, 1, json(Stream.concat(entries(ids), Stream.of(absurd))), regions.headers(1));

        assertThat(fresh().highest()).isEqualTo(ids.getLast());
    }

    @Test
    void equalEntriesAreOneAlsoOverTwoPagesAndOfDifferentOnesNoneIsBelieved() throws FetchFailedException {
        ObjectNode other = regions.entry(ids.get(1)).put("title", "another");
        regions.page(
                REGION,
                1,
                json(Stream.concat(entries(ids), Stream.of(regions.entry(ids.getFirst())))),
                regions.headers(2));
        regions.page(REGION, 2, json(Stream.of(regions.entry(ids.getFirst()), other)), regions.headers(2));
        double repeated = drift("repeated");

        Listing listing = fresh();

        assertThat(listing.size()).isEqualTo(ids.size());
        assertThat(listing.headers()).containsKey(ids.getFirst());
        assertThat(listing.broken()).containsOnlyKeys(ids.get(1));
        assertThat(listing.broken().get(ids.get(1)))
                .isInstanceOfSatisfying(
                        Verdict.Retry.class,
                        retry -> assertThat(retry.reason()).isEqualTo(FailureReason.ESI_INCONSISTENT_PAGES));
        assertThat(drift("repeated") - repeated).isEqualTo(3);
    }

    @Test
    void withoutACountOfPagesTheListingEndsWithThePageThatIsNotFull() throws FetchFailedException {
        Map<String, String> headers = regions.headers(1);
        headers.remove("X-Pages");
        long last = ids.getLast() + 1_000;
        regions.page(REGION, 1, json(many(ids.getLast() + 1, 1_000)), headers);
        regions.page(REGION, 2, json(many(last + 1, 1_000)), headers);
        regions.page(REGION, 3, json(many(last + 1_001, 5)), headers);

        assertThat(fresh().size()).isEqualTo(2_005);
    }

    @Test
    void aCountThatIsMissingOnALaterPageIsThatOfTheFirst() throws FetchFailedException {
        regions.page(REGION, 1, json(many(ids.getLast() + 1, 1_000)), regions.headers(2));
        Map<String, String> headers = regions.headers(2);
        headers.remove("X-Pages");
        regions.page(REGION, 2, json(many(ids.getLast() + 1_001, 1_000)), headers);

        assertThat(fresh().size()).isEqualTo(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "Wed, 01 Jan 2200 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void aListingWithoutACredibleDateIsUsedAndConcludesNothing(String lastModified) throws FetchFailedException {
        Instant before = soundSince;
        Map<String, String> headers = regions.headers(1);
        headers.put("Last-Modified", lastModified);
        regions.page(REGION, 1, json(without(ids.getFirst())), headers);

        Listing listing = fresh();

        assertThat(listing.dated()).isFalse();
        assertThat(listing.lastModified()).isEqualTo(before);
        assertThat(listing.headers()).hasSize(ids.size() - 1);
        assertThat(listing.unconfirmed()).containsExactly(ids.getFirst());
        // A single absence in the next valid listing counts, and the dates continue.
        regions.nextListing(REGION, without(ids.getFirst()).toList());
        assertThat(fresh().unconfirmed()).isEmpty();
        assertThat(fresh().dated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 01 Jan 2200 00:00:00 GMT", "soon"})
    void anAbsurdExpiryKeepsAListingForAMinuteToAnHour(String expires) throws FetchFailedException {
        Map<String, String> headers = regions.headers(1);
        headers.put("Expires", expires);
        regions.page(REGION, 1, json(entries(ids)), headers);

        assertThat(Duration.between(regions.clock().instant(), fresh().freshUntil()))
                .isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
    }

    @Test
    void anEtagThatStaysWhileThePageChangesDoesNotKeepTheOldPage() throws FetchFailedException {
        Map<String, String> headers = regions.headers(1);
        headers.put("ETag", "W/\"always\"");
        regions.page(REGION, 1, json(entries(ids)), headers);
        fresh();
        regions.clock().advance(SmallRegions.PERIOD);
        headers = regions.headers(1);
        headers.put("ETag", "W/\"always\"");
        regions.page(REGION, 1, json(without(ids.getFirst())), headers);
        fresh();

        StoredListing stored =
                Objects.requireNonNull(regions.worker().bean(ListingStore.class).load(REGION));
        assertThat(regions.worker().bean(ListingReader.class).read(stored).size())
                .isEqualTo(ids.size() - 1);
    }

    private static Listing fresh() throws FetchFailedException {
        return listings().fresh(REGION);
    }

    private static Listings listings() {
        return regions.worker().bean(Listings.class);
    }

    private Stream<ObjectNode> without(long contractId) {
        return entries(ids.stream().filter(id -> id != contractId).toList());
    }

    private static String json(Stream<ObjectNode> entries) {
        return EventJson.mapper().writeValueAsString(entries.collect(Collectors.toList()));
    }

    private static Stream<ObjectNode> entries(List<Long> ids) {
        return ids.stream().map(regions::entry);
    }

    /// Returns so many contracts with consecutive ids from the first on.
    private Stream<ObjectNode> many(long first, int count) {
        ObjectNode entry = regions.entry(ids.getFirst());
        return IntStream.range(0, count).mapToObj(n -> entry.deepCopy().put("contract_id", first + n));
    }

    private static double drift(String what) {
        return regions.worker()
                .bean(MeterRegistry.class)
                .counter("esi.drift", "schema", "listing", "kind", "entry", "what", what)
                .count();
    }
}
