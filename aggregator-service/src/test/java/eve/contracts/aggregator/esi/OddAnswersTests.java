package eve.contracts.aggregator.esi;

import static eve.contracts.aggregator.esi.client.ScriptedEsi.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.esi.client.ScriptedEsi;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.store.StoredStateReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong answers, once or on a whole route, do not become final and do not block a contract forever.
class OddAnswersTests {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String NOT_FOUND = "{\"error\":\"Contract not found!\"}";
    private static final String ITEM = "{\"record_id\":%d,\"type_id\":34,\"quantity\":5,\"is_included\":true}";
    private static final String BID = "{\"bid_id\":%d,\"date_bid\":\"2026-03-01T11:30:00Z\",\"amount\":%s}";

    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

    private static ScriptedEsi esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = new ScriptedEsi();
        worker = Worker.startAt(esi.clock, esi.baseUrl(), "contracts.esi.retries=0", "contracts.intake.enabled=false");
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void bidsThatWereKnownDoNotVanishWithAnEmptyList() {
        auction(100);
        assertThat(aggregate(100)).isEqualTo("CREATED");
        esi.relist();
        esi.bids(100, esi.clock.instant(), "[]");

        assertThat(aggregate(100)).isEqualTo("UNCHANGED");
        assertThat(stored(100).bids()).hasSize(1);
    }

    @Test
    void anAuctionIsNotClosedByTheBidsRouteAloneWhileItsItemsAreThere() {
        auction(110);
        assertThat(aggregate(110)).isEqualTo("CREATED");
        esi.relist();
        esi.say("/contracts/public/bids/110", 404, JSON, NOT_FOUND);
        assertThat(aggregate(110)).isEqualTo("Suspended");

        esi.say("/contracts/public/items/110", 404, JSON, NOT_FOUND);
        assertThat(aggregate(110)).isEqualTo("CLOSED");
    }

    @ParameterizedTest
    @CsvSource({"120, P8000D", "121, PT8H"})
    void bidsOfADateToComeAreForgotten(long id, Duration ahead) {
        auction(id);
        esi.bids(id, esi.clock.instant().plus(ahead), "[" + BID.formatted(id, "10") + "]");
        assertThat(aggregate(id)).isEqualTo("CREATED");

        esi.relist();
        esi.bids(id, esi.clock.instant(), "[" + BID.formatted(id, "10") + "," + BID.formatted(500, "20") + "]");

        assertThat(aggregate(id)).isEqualTo("UPDATED");
        assertThat(stored(id).bids()).hasSize(2);
        assertThat(stored(id).observedAt()).isBefore(esi.clock.instant().plusSeconds(1));
    }

    @Test
    void aNotFoundOfANodeWhoseClockIsYearsAheadIsForgotten() {
        exchange(130);
        exchange(131);
        aggregate(131);
        esi.say(
                "/contracts/public/items/130",
                404,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Date",
                        ScriptedEsi.http(esi.clock.instant().plus(Duration.ofDays(3650)))),
                NOT_FOUND);
        assertThat(aggregate(130)).isEqualTo("UNAVAILABLE");

        exchange(130);
        esi.clock.advance(Duration.ofHours(1));
        esi.relist();

        assertThat(aggregate(130)).isEqualTo("CREATED");
    }

    @Test
    void moreItemPagesSaidThanThereAreDoNotFailTheContract() {
        exchange(140);
        esi.say(
                "/contracts/public/items/140",
                200,
                Map.of("Content-Type", "application/json", "X-Pages", "2"),
                "[" + ITEM.formatted(140) + "]");
        esi.say("/contracts/public/items/140?page=2", 404, JSON, "{\"error\":\"Requested page does not exist!\"}");

        assertThat(aggregate(140)).isEqualTo("CREATED");
    }

    @Test
    void aTypeWhoseAttributesWereMissingOnceIsAskedForAgain() {
        String type = "/universe/types/49734";
        esi.say(type, 200, JSON, "{\"type_id\":49734,\"name\":\"Abyssal Gyrostabilizer\"}");
        esi.list(150, "item_exchange", "");
        esi.items(150, "[{\"record_id\":1,\"type_id\":49734,\"quantity\":1,\"is_included\":true,\"item_id\":1}]");
        esi.relist();
        assertThat(aggregate(150)).isEqualTo("CREATED");

        assertThat(stored(150).rollsDueAt()).isAfter(esi.clock.instant());
    }

    @Test
    void systemsInTheListOfRegionsAreLeftOut() {
        exchange(160);
        esi.say(
                "/universe/regions",
                200,
                JSON,
                LongStream.range(30_000_000, 30_000_050)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(",", "[" + REGION + ",", "]")));
        esi.clock.advance(Duration.ofDays(3));
        esi.relist();
        assertThat(aggregate(160)).isEqualTo("CREATED");

        assertThat(verdict(7, null)).isEqualTo("UNAVAILABLE");
        assertThat(esi.esi.requests().count("/contracts/public/30000001")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 404})
    void aStatusRouteThatIsDownHoldsNoOtherBack(int status) {
        List<Long> ids = LongStream.range(status, status + 3).boxed().toList();
        ids.forEach(OddAnswersTests::exchange);
        assertThat(aggregate(ids.getFirst())).isEqualTo("CREATED");
        esi.say("/status", status, Map.of("Content-Type", "text/html"), "<html>");
        esi.say("/contracts/public/items/" + ids.get(1), 502, Map.of("Content-Type", "text/html"), "<html>");

        try {
            assertThat(aggregate(ids.get(1))).isIn("Retry", "Suspended");
            // A probe may request the contract that fails.
            await().until(() -> {
                esi.clock.advance(PROBE_INTERVAL);
                return aggregate(ids.getLast()).equals("CREATED");
            });
        } finally {
            esi.say("/status", 200, JSON, "{\"players\":1}");
            esi.items(ids.get(1), "[" + ITEM.formatted(ids.get(1)) + "]");
        }
    }

    private static void auction(long id) {
        esi.list(id, "auction", "");
        esi.items(id, "[" + ITEM.formatted(id) + "]");
        esi.bids(id, esi.clock.instant(), "[" + BID.formatted(id, "10") + "]");
        esi.relist();
    }

    private static void exchange(long id) {
        esi.list(id, "item_exchange", "");
        esi.items(id, "[" + ITEM.formatted(id) + "]");
        esi.relist();
    }

    private static StoredState.Stored stored(long id) {
        return (StoredState.Stored) worker.bean(StoredStateReader.class).find(id);
    }

    private static String aggregate(long id) {
        return verdict(id, REGION);
    }

    private static String verdict(long id, @Nullable Long region) {
        return worker.aggregate(id, region);
    }
}
