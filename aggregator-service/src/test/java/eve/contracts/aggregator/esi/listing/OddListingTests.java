package eve.contracts.aggregator.esi.listing;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// A listing whose dates, counts or entries are wrong for a while closes nothing, costs no attempt, and has no
/// effect after ESI is correct again.
///
/// Each test has its own region of 60 contracts.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OddListingTests {

    private static final long FIRST = SmallRegions.FIRST;
    private static final Duration PERIOD = SmallRegions.PERIOD;

    private static SmallRegions regions;
    private static MovableClock clock;
    private static EsiSimulator esi;

    @BeforeAll
    static void start() {
        regions = SmallRegions.start(10);
        clock = regions.clock();
        esi = regions.esi();
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

    @ParameterizedTest
    @CsvSource({"0, %d.0, UNCHANGED", "1, %de0, UNCHANGED", "2, \"%d\", Suspended"})
    void idsInAnotherSpellingCloseNothing(int nth, String spelling, String verdict) {
        long region = FIRST + nth;
        List<Long> ids = lasting(region);
        long id = stored(region, ids.getFirst());

        for (int period = 0; period < 3; period++) {
            clock.advance(PERIOD);
            String body = json(ids);
            for (long each : ids) {
                body = body.replace("\"contract_id\":" + each, "\"contract_id\":" + spelling.replace("%d", each + ""));
            }
            regions.page(region, 1, body, regions.headers(1));
            assertThat(aggregate(id, region)).isEqualTo(verdict);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, PT8H", "4, P3650D"})
    void anAnswerOfANodeWhoseClockIsAheadIsForgotten(int nth, Duration ahead) {
        long region = FIRST + nth;
        List<Long> ids = lasting(region);
        long id = stored(region, ids.getFirst());
        Instant wrong = clock.instant().plus(PERIOD).plus(ahead);
        Map<String, String> headers = regions.headers(1);
        headers.put("Date", SmallRegions.http(wrong));
        headers.put("Last-Modified", SmallRegions.http(wrong));
        headers.put("Expires", SmallRegions.http(wrong.plus(PERIOD)));
        clock.advance(PERIOD);
        regions.page(region, 1, json(ids), headers);
        assertThat(aggregate(id, region)).isEqualTo("UNCHANGED");

        regions.nextListing(region, entries(ids.subList(1, ids.size())));

        assertThat(aggregate(ids.get(7), region)).isEqualTo("CREATED");
        clock.advance(Duration.ofHours(1));
        regions.nextListing(region, entries(ids.subList(1, ids.size())));
        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    @Test
    void aListingWhoseEntriesAreAllBrokenCostsNoAttempt() {
        long region = FIRST + 5;
        List<Long> ids = lasting(region);
        List<ObjectNode> entries = entries(ids);
        entries.forEach(entry -> entry.remove("type"));
        regions.nextListing(region, entries);

        assertThat(aggregate(ids.getFirst(), region)).isEqualTo("Suspended");
    }

    @Test
    void aCountOfMorePagesThanThereAreLeavesTheRegionReadable() {
        long region = FIRST + 6;
        List<Long> ids = lasting(region);
        clock.advance(PERIOD);
        regions.page(region, 1, json(ids), regions.headers(3));
        for (int page = 2; page <= 3; page++) {
            esi.respond(
                    "/contracts/public/" + region + "?page=" + page,
                    404,
                    Map.of("Content-Type", "application/json"),
                    "{\"error\":\"Requested page does not exist!\"}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(aggregate(ids.getFirst(), region)).isEqualTo("CREATED");
    }

    @Test
    void aCountOfOnePageWhereTheFirstIsFullClosesNothing() {
        long region = FIRST + 7;
        long id = lasting(region).getFirst();
        List<ObjectNode> first = LongStream.rangeClosed(1, 1_000)
                .mapToObj(other -> regions.entry(id).put("contract_id", other))
                .toList();
        List<ObjectNode> second = List.of(regions.entry(id));
        pages(region, first, second, 2);
        assertThat(aggregate(id, region)).isEqualTo("CREATED");

        for (int period = 0; period < 2; period++) {
            pages(region, first, second, 1);
            assertThat(aggregate(id, region)).isEqualTo("Retry");
        }
    }

    @Test
    void aListingReadWhileTheClockWasAheadIsReadAgain() {
        long region = FIRST + 8;
        List<Long> ids = lasting(region);
        Instant right = clock.instant();
        clock.advance(Duration.ofDays(1));
        regions.nextListing(region, entries(ids.subList(1, ids.size())));
        stored(region, ids.getLast());
        Instant ahead = clock.instant();
        clock.set(right);
        regions.nextListing(region, entries(ids));

        assertThat(aggregate(ids.getFirst(), region)).isEqualTo("CREATED");
        clock.set(ahead);
    }

    @Test
    @Order(Integer.MAX_VALUE) // It lets all contracts expire.
    void whatHasExpiredIsGoneFromAListingWithoutADateToo() {
        long region = FIRST + 9;
        List<Long> ids = lasting(region);
        long id = stored(region, ids.getFirst());
        undated(region, ids.subList(1, ids.size()), PERIOD);
        assertThat(aggregate(id, region)).isEqualTo("Suspended");

        undated(region, List.of(), Duration.ofDays(90));

        assertThat(aggregate(id, region)).isEqualTo("CLOSED");
    }

    private static void undated(long region, List<Long> ids, Duration later) {
        clock.advance(later);
        Map<String, String> headers = new HashMap<>(regions.headers(1));
        headers.remove("Last-Modified");
        regions.page(region, 1, json(ids), headers);
    }

    private static void pages(long region, List<ObjectNode> first, List<ObjectNode> second, int count) {
        clock.advance(PERIOD);
        regions.page(region, 1, first.toString(), regions.headers(count));
        regions.page(region, 2, second.toString(), regions.headers(count));
    }

    private static List<ObjectNode> entries(List<Long> ids) {
        return ids.stream().map(regions::entry).toList();
    }

    private static String json(List<Long> ids) {
        return entries(ids).toString();
    }

    /// Returns the region's contracts with items that do not expire while the tests run.
    private static List<Long> lasting(long region) {
        String soon = clock.instant().plus(Duration.ofDays(4)).toString();
        return esi.contractIds(region).stream()
                .filter(id -> regions.entry(id).path("date_expired").asString().compareTo(soon) > 0)
                .filter(id -> regions.entry(id).path("type").asString().equals("item_exchange"))
                .toList();
    }

    private static long stored(long region, long id) {
        assertThat(aggregate(id, region)).isIn("CREATED", "UNCHANGED");
        assertThat(aggregate(id, region)).isEqualTo("UNCHANGED");
        return id;
    }

    private static String aggregate(long id, long region) {
        return regions.worker().aggregate(id, region);
    }
}
