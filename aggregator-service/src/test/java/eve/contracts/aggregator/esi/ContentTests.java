package eve.contracts.aggregator.esi;

import static eve.contracts.aggregator.esi.client.ScriptedEsi.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.esi.client.ScriptedEsi;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.store.StoredStateReader;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.ContractItem;
import eve.contracts.model.EventJson;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.faults.Latency;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Unusual answers of ESI about a contract, from the bytes of the answer to the stored row and the event.
class ContentTests {

    private static final String ITEM = "{\"record_id\":%d,\"type_id\":34,\"quantity\":5,\"is_included\":true}";
    private static final String BID = "{\"bid_id\":%d,\"date_bid\":\"2026-03-01T11:30:00Z\",\"amount\":%s}";
    private static final String THING =
            "[{\"record_id\":1,\"type_id\":%d,\"quantity\":1,\"is_included\":true,\"item_id\":%d}]";
    private static final String ROLLED_THING =
            "{\"record_id\":%1$d,\"type_id\":49726,\"quantity\":1,\"is_included\":true,\"item_id\":%1$d}";
    private static final String ROLL = "{\"created_by\":1,\"source_type_id\":2,\"mutator_type_id\":3,"
            + "\"dogma_attributes\":[{\"attribute_id\":4,\"value\":%s}],\"dogma_effects\":[]}";
    private static final String ROLLED_TYPE =
            "{\"type_id\":%d,\"dogma_attributes\":[{\"attribute_id\":1692,\"value\":15.0}]}";

    private static ScriptedEsi esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = new ScriptedEsi();
        worker = Worker.startAt(esi.clock, esi.baseUrl(), "contracts.esi.retries=0");
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void textThatCannotBeStoredIsReplacedAndHoldsNothingBack() {
        esi.list(100, "item_exchange", ",\"title\":\"a\u00ffb\"");
        esi.list(101, "item_exchange", ",\"title\":\"a\\u0000\\ud83d\"");
        esi.list(102, "item_exchange", ",\"title\":\"a\u0000\u0007b\"");
        esi.list(103, "item_exchange", ",\"title\":\"" + "x".repeat(5_000) + "\"");
        esi.list(104, "item_exchange", ",\"title\":\"fine\"");
        List.of(100L, 101L, 102L, 103L, 104L).forEach(id -> esi.items(id, "[" + ITEM.formatted(id) + "]"));

        esi.relist();
        List.of(100L, 101L, 102L, 103L, 104L).forEach(ContentTests::publish);

        assertThat(stored(100).header().title()).isEqualTo("a\uFFFDb");
        assertThat(stored(101).header().title()).isEqualTo("a\uFFFD\uFFFD");
        assertThat(stored(102).header().title()).isEqualTo("a\uFFFD\u0007b");
        assertThat(stored(103).header().title()).hasSize(4_000).endsWith("\uFFFD");
        assertThat(stored(104).header().title()).isEqualTo("fine");
        assertThat(events(101).getFirst().path("title").asString()).isEqualTo("a\uFFFD\uFFFD");
    }

    @Test
    void anEntryThatIsSentTwiceCountsOnce() {
        esi.list(110, "auction", "");
        esi.items(
                110,
                "[" + ITEM.formatted(1) + "," + ITEM.formatted(2) + ","
                        + ITEM.formatted(1).replace("5", "5.0") + "]");
        esi.bids(110, esi.clock.instant(), "[" + BID.formatted(1, "10") + "," + BID.formatted(1, "10.00") + "]");

        esi.relist();
        publish(110);

        assertThat(stored(110).items()).extracting(ContractItem::recordId).containsExactly(1L, 2L);
        assertThat(stored(110).bids()).hasSize(1);
    }

    @Test
    void entriesOfOneIdThatDifferAreNotBelievedAndTheContractIsTriedAgain() {
        esi.list(111, "item_exchange", "");
        esi.items(111, "[" + ITEM.formatted(1) + "," + ITEM.formatted(1).replace("5", "6") + "]");
        esi.relist();
        publish(111);
        awaitRetries(111, 1);

        esi.items(111, "[" + ITEM.formatted(1) + "]");
        esi.clock.advance(Duration.ofSeconds(2));

        assertThat(stored(111).items()).hasSize(1);
    }

    @Test
    void anOddNumberInOneItemIsAViolationOfThatContractAlone() {
        esi.list(112, "item_exchange", "");
        esi.list(113, "item_exchange", "");
        esi.items(112, "[" + ITEM.formatted(1) + "," + ITEM.formatted(2).replace("5", "NaN") + "]");
        esi.items(113, "[" + ITEM.formatted(3).replace("5", "5e0") + "]");
        esi.relist();
        publish(112);
        publish(113);

        assertThat(stored(113).items().getFirst().quantity()).isEqualTo(5);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(worker.probe().read(worker.topics().retry(0)))
                                .anySatisfy(failed -> assertThat(key(failed)).isEqualTo("112")));
        assertThat(known(112)).isInstanceOf(StoredState.None.class);
    }

    @Test
    void theSameFactsSaidOtherwiseAreNoChange() {
        esi.list(120, "auction", ",\"price\":10.0,\"buyout\":1000000.0,\"volume\":0.5,\"title\":\"\"");
        esi.items(120, "[" + ITEM.formatted(1) + "]");
        esi.bids(120, esi.clock.instant(), "[" + BID.formatted(1, "10") + "," + BID.formatted(2, "20.50") + "]");
        esi.relist();
        publish(120);
        assertThat(stored(120).version()).isOne();

        esi.listRaw(120, """
                {"for_corporation":false,"volume":5e-1,"buyout":1e6,"price":10,"date_expired":"2026-03-15T11:00:07.000Z",\
                "date_issued":"2026-03-01T12:00:00+01:00","issuer_corporation_id":98000001.0,"issuer_id":9.0000001e7,\
                "collateral":null,"type":"auction","contract_id":120}""");
        esi.relist();
        esi.bids(120, esi.clock.instant(), "[" + BID.formatted(2, "20.5") + "," + BID.formatted(1, "1e1") + "]");
        Instant before = bidsFreshUntil(120);
        publish(120);
        await().atMost(Duration.ofSeconds(20)).until(() -> bidsFreshUntil(120).isAfter(before));

        assertThat(stored(120).version()).isOne();
        assertThat(worker.count("outbox where contract_id = 120 and version > 1"))
                .isZero();
    }

    @Test
    void aListOfBidsThatIsOlderOrLacksKnownBidsDoesNotReplaceThem() {
        Instant made = esi.clock.instant();
        esi.list(130, "auction", "");
        esi.items(130, "[" + ITEM.formatted(1) + "]");
        String two = "[" + BID.formatted(1, "10") + "," + BID.formatted(2, "20") + "]";
        esi.bids(130, made, two);
        esi.relist();
        publish(130);
        assertThat(stored(130).bids()).hasSize(2);

        String one = "[" + BID.formatted(1, "10") + "]";
        esi.relist();
        esi.bids(130, made.minusSeconds(60), one);
        publishAndAwaitBids(130);
        assertThat(stored(130).bids()).hasSize(2);

        esi.relist();
        esi.bids(130, null, one);
        publishAndAwaitBids(130);
        assertThat(stored(130).bids()).hasSize(2);
        assertThat(stored(130).version()).isOne();

        esi.relist();
        String three = two.replace("]", "," + BID.formatted(3, "30") + "]");
        esi.bids(130, null, three);
        publishAndAwaitBids(130);
        assertThat(stored(130).bids()).extracting(ContractBid::bidId).containsExactly(1L, 2L, 3L);
        assertThat(stored(130).version()).isEqualTo(2);
    }

    @Test
    void thatNothingWasModifiedMakesWhatCameBeforeNoNewer() {
        Instant made = esi.clock.instant();
        esi.list(131, "auction", "");
        esi.items(131, "[" + ITEM.formatted(1) + "]");
        String path = "/contracts/public/bids/131";
        esi.say(
                path,
                200,
                Map.of("ETag", "\"one\"", "Last-Modified", ScriptedEsi.http(made), "Cache-Control", "max-age=300"),
                "[" + BID.formatted(1, "10") + "]");
        esi.relist();
        publish(131);
        assertThat(stored(131).bids()).hasSize(1);

        esi.relist();
        esi.say(path, 304, Map.of("Cache-Control", "max-age=300"), "");
        publishAndAwaitBids(131);

        esi.relist();
        esi.bids(131, made.plusSeconds(60), "[" + BID.formatted(1, "10") + "," + BID.formatted(2, "20") + "]");
        publishAndAwaitBids(131);
        assertThat(stored(131).bids()).hasSize(2);
    }

    @Test
    void aTypeThatEsiDoesNotDescribeHoldsNoContractBackAndIsLookedUpAgain() {
        esi.list(140, "item_exchange", "");
        esi.items(140, THING.formatted(999_001, 7));
        esi.say("/dogma/dynamic/items/999001/7", 200, Map.of(), ROLL.formatted("1.5"));

        esi.relist();
        publish(140);
        assertThat(stored(140).items().getFirst().dynamic()).isNull();

        esi.say("/universe/types/999001", 200, Map.of(), ROLLED_TYPE.formatted(999_001));
        publish(140);
        await().atMost(Duration.ofSeconds(20)).until(() -> worker.unacknowledged() == 0);
        assertThat(stored(140).version()).isOne();

        esi.clock.advance(Duration.ofHours(25));
        esi.relist();
        publish(140);
        List<JsonNode> events = awaitEvents(140, 2);
        assertThat(events.getLast().path("change").asString()).isEqualTo("updated");
        assertThat(events.getLast()
                        .path("items")
                        .get(0)
                        .path("dynamic")
                        .path("createdBy")
                        .intValue())
                .isOne();
        assertThat(stored(140).items().getFirst().dynamic()).isNotNull();
        assertThat(stored(140).rollsDueAt()).isNull();
    }

    @Test
    void anItemNamedLikeARolledOneGetsItsRollThoughEsiDoesNotDescribeItsType() {
        esi.say("/universe/types/49726", 500, Map.of(), "");
        esi.say("/dogma/dynamic/items/49726/9", 200, Map.of(), ROLL.formatted("1.5"));
        esi.say("/dogma/dynamic/items/49726/10", 520, Map.of(), "{\"error\":\"not dynamic\"}");
        esi.list(142, "item_exchange", "");
        esi.list(143, "item_exchange", "");
        esi.items(142, THING.formatted(49_726, 9));
        esi.items(143, THING.formatted(49_726, 10));
        esi.relist();

        publish(142);
        publish(143);

        assertThat(stored(142).items().getFirst().dynamic()).isNotNull();
        assertThat(stored(143).items().getFirst().dynamicUnavailable()).isNull();
        assertThat(stored(143).rollsDueAt()).isNotNull();
    }

    @Test
    void aRollThatFailsIsRecordedAfterTheLastTierAndAskedForAgain() {
        String path = "/dogma/dynamic/items/49734/8";
        esi.say("/universe/types/49734", 200, Map.of(), ROLLED_TYPE.formatted(49_734));
        esi.say(path, 500, Map.of(), "{\"error\":\"no \\u0000\"}");
        esi.list(141, "item_exchange", "");
        esi.items(141, THING.formatted(49_734, 8));

        esi.relist();
        publish(141);
        awaitRetries(141, 1);
        assertThat(known(141)).isInstanceOf(StoredState.None.class);
        esi.clock.advance(Duration.ofSeconds(2));
        awaitRetries(141, 2);
        assertThat(known(141)).isInstanceOf(StoredState.None.class);
        esi.clock.advance(Duration.ofSeconds(2));
        assertThat(stored(141).items().getFirst().dynamicUnavailable())
                .contains("500")
                .contains("\uFFFD");

        esi.clock.advance(Duration.ofHours(25));
        esi.relist();
        esi.say(path, 502, Map.of(), "");
        publish(141);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Objects.requireNonNull(stored(141).rollsDueAt()).isAfter(esi.clock.instant()));
        assertThat(stored(141).version()).isOne();

        esi.say(path, 200, Map.of(), ROLL.formatted("2.5"));
        esi.clock.advance(Duration.ofHours(25));
        esi.relist();
        publish(141);
        JsonNode item = awaitEvents(141, 2).getLast().path("items").get(0);
        assertThat(item.path("dynamic")
                        .path("dogmaAttributes")
                        .get(0)
                        .path("value")
                        .decimalValue())
                .isEqualTo(new BigDecimal("2.5"));
        assertThat(item.has("dynamicUnavailable")).isFalse();
    }

    @Test
    void hundredsOfRollsOfOneContractDoNotWaitForEachOther() {
        List<Integer> rolled = IntStream.rangeClosed(1_001, 1_400).boxed().toList();
        esi.list(150, "item_exchange", "");
        esi.items(150, rolled.stream().map(ROLLED_THING::formatted).collect(Collectors.joining(",", "[", "]")));
        esi.sayAll(
                rolled.stream()
                        .map(item -> "/dogma/dynamic/items/49726/" + item)
                        .toList(),
                ROLL.formatted("1.5"));
        esi.relist();
        esi.esi.faults().latency(Latency.fixed(Duration.ofMillis(100)));
        try {
            publish(150);
            assertThat(stored(150).items()).hasSize(400).allMatch(item -> item.dynamic() != null);
        } finally {
            esi.esi.faults().latency(Latency.none());
        }
    }

    private static void publish(long id) {
        worker.publish(new ContractIdMessage(id, REGION));
    }

    private static void publishAndAwaitBids(long id) {
        Instant before = bidsFreshUntil(id);
        publish(id);
        await().atMost(Duration.ofSeconds(20)).until(() -> bidsFreshUntil(id).isAfter(before));
    }

    /// Waits until the id has failed so often.
    private static void awaitRetries(long id, int attempts) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> worker.probe().read(worker.topics().retry(attempts - 1)).stream()
                        .anyMatch(each -> key(each).equals(Long.toString(id))));
    }

    private static Instant bidsFreshUntil(long id) {
        return Objects.requireNonNull(stored(id).bidsFreshUntil());
    }

    private static StoredState known(long id) {
        return worker.bean(StoredStateReader.class).find(id);
    }

    private static StoredState.Stored stored(long id) {
        return (StoredState.Stored)
                await().atMost(Duration.ofSeconds(20)).until(() -> known(id), StoredState.Stored.class::isInstance);
    }

    private static List<JsonNode> awaitEvents(long id, int count) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> events(id), events -> events.size() >= count);
    }

    private static List<JsonNode> events(long id) {
        return worker.events().stream()
                .filter(event -> key(event).equals(Long.toString(id)))
                .sorted((one, other) -> version(one).compareTo(version(other)))
                .map(event -> EventJson.mapper().readTree(event.value()))
                .toList();
    }

    private static String version(ConsumerRecord<byte[], byte[]> event) {
        return new String(
                event.headers().lastHeader(HeaderNames.CONTRACT_VERSION).value(), StandardCharsets.UTF_8);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
