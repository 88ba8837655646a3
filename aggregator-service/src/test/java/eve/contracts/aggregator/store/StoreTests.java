package eve.contracts.aggregator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.ContractType;
import eve.contracts.model.DynamicItem;
import eve.contracts.model.EventJson;
import eve.contracts.model.GoneReason;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import tools.jackson.databind.JsonNode;

/// Repeated answers of ESI write a version and an event for each change, and none for an answer that is the
/// same, older, or differs only in an auction's drifting expiry.
class StoreTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ContractBid FIRST_BID = new ContractBid(1, NOON, new BigDecimal("10.5"));
    private static final ContractBid SECOND_BID = new ContractBid(2, NOON, new BigDecimal("11"));

    private static MovableClock clock;
    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        clock = new MovableClock(NOON.plusSeconds(1));
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withClock(clock)
                .withContracts(20)
                .withStillUniverse()
                .withoutLatency());
        worker = Worker.startAt(clock, esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aChangeIsANewVersionAndAnEventOfTheWholeState() {
        assertThat(store(1, NOON, FIRST_BID)).isEqualTo(StoreResult.CREATED);
        assertThat(store(1, NOON.plusSeconds(300), SECOND_BID)).isEqualTo(StoreResult.UPDATED);

        assertThat(stored(1).bids()).containsExactly(SECOND_BID);
        assertThat(stored(1).items()).hasSize(1);
        List<JsonNode> events = awaitEvents(1, 2);
        assertThat(events).extracting(each -> each.path("version").asInt()).containsExactly(1, 2);
        assertThat(events).extracting(each -> each.path("change").asString()).containsExactly("created", "updated");
        assertThat(events.getLast().path("bids").get(0).path("bidId").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsTheSameOrOlderOrOnlyADriftingExpiryIsNoChange() {
        store(2, NOON, FIRST_BID);

        assertThat(store(2, NOON.plusSeconds(300), FIRST_BID)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(store(2, NOON.minusSeconds(300), SECOND_BID)).isEqualTo(StoreResult.UNCHANGED);
        FetchedContract drifted = auction(2, NOON.plusSeconds(600), NOON.plusSeconds(90_000), FIRST_BID);
        assertThat(store().store(drifted, known(2), null)).isEqualTo(StoreResult.UNCHANGED);

        assertThat(stored(2).bids()).containsExactly(FIRST_BID);
        assertThat(stored(2).version()).isOne();
    }

    @Test
    void aClosedContractIsKeptAndOnlyANewerListingBringsItBack() {
        store(3, NOON, FIRST_BID);
        var gone = new Verdict.Gone(GoneReason.NOT_LISTED, NOON.plusSeconds(300));

        assertThat(store().close(3, stored(3), gone, null)).isEqualTo(StoreResult.CLOSED);
        assertThat(store().close(3, stored(3), gone, null)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(store(3, NOON.plusSeconds(100), FIRST_BID)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(stored(3).closedReason()).isEqualTo(GoneReason.NOT_LISTED);
        assertThat(stored(3).items()).hasSize(1);
        assertThat(store(3, NOON.plusSeconds(900), FIRST_BID)).isEqualTo(StoreResult.UPDATED);

        assertThat(stored(3).closedReason()).isNull();
        List<JsonNode> events = awaitEvents(3, 3);
        assertThat(events).extracting(each -> each.path("version").asInt()).containsExactly(1, 2, 3);
        assertThat(events.get(1).path("reason").asString()).isEqualTo("NOT_LISTED");
    }

    @Test
    void anUnchangedAnswerEndsTheDeadLetterBeforeItAndWritesNothingWithoutOne() {
        storeUnbid(8, NOON);
        assertThat(storeUnbid(8, NOON.plusSeconds(10))).isEqualTo(StoreResult.UNCHANGED);
        assertThat(answeredAt(8)).isEqualTo(NOON);

        die(8, NOON.plusSeconds(30), "DISCARDED");
        storeUnbid(8, NOON.plusSeconds(40));
        assertThat(answeredAt(8)).isEqualTo(NOON);

        die(8, NOON.plusSeconds(50), "OPEN");
        storeUnbid(8, NOON.plusSeconds(45));
        assertThat(answeredAt(8)).isEqualTo(NOON);
        assertThat(storeUnbid(8, NOON.plusSeconds(60))).isEqualTo(StoreResult.UNCHANGED);
        assertThat(answeredAt(8)).isEqualTo(NOON.plusSeconds(60));
        assertThat(stored(8).version()).isOne();
    }

    @Test
    void thatAClosedContractIsStillGoneEndsTheDeadLetterBeforeIt() {
        storeUnbid(9, NOON);
        close(9, GoneReason.NOT_LISTED);
        Instant first = answeredAt(9);
        assertThat(first).isEqualTo(clock.instant());
        clock.advance(Duration.ofSeconds(1));
        assertThat(close(9, GoneReason.NOT_FOUND)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(answeredAt(9)).isEqualTo(first);

        die(9, clock.instant(), "QUARANTINED");
        clock.advance(Duration.ofSeconds(1));
        assertThat(close(9, GoneReason.NOT_FOUND)).isEqualTo(StoreResult.UNCHANGED);

        assertThat(answeredAt(9)).isEqualTo(clock.instant());
        assertThat(stored(9).closedReason()).isEqualTo(GoneReason.NOT_LISTED);
        assertThat(stored(9).version()).isEqualTo(2);
        assertThat(awaitEvents(9, 2)).hasSize(2);
    }

    @Test
    void thatAnIdIsStillUnavailableEndsTheDeadLetterBeforeIt() {
        close(10, GoneReason.NOT_FOUND);
        Instant first = answeredAt(10);
        clock.advance(Duration.ofSeconds(1));
        close(10, GoneReason.NOT_LISTED);
        assertThat(answeredAt(10)).isEqualTo(first);

        die(10, clock.instant(), "OPEN");
        clock.advance(Duration.ofSeconds(1));
        assertThat(close(10, GoneReason.NOT_LISTED)).isEqualTo(StoreResult.UNCHANGED);

        assertThat(answeredAt(10)).isEqualTo(clock.instant());
        assertThat(known(10)).isEqualTo(new StoredState.Unavailable(GoneReason.NOT_FOUND, NOON.plusSeconds(10)));
        assertThat(awaitEvents(10, 1)).hasSize(1);
    }

    @Test
    void whatEsiSaidBeforeTheStoredStateClosesNothing() {
        store(4, NOON, FIRST_BID);

        var old = new Verdict.Gone(GoneReason.NOT_LISTED, NOON.minusSeconds(1));
        assertThat(store().close(4, stored(4), old, null)).isEqualTo(StoreResult.UNCHANGED);

        assertThat(stored(4).closedReason()).isNull();
    }

    @Test
    void aContractThatChangedSinceItWasReadIsNotClosedOnWhatWasRead() {
        store(5, NOON, FIRST_BID);
        StoredState.Stored read = stored(5);
        store(5, NOON.plusSeconds(10), SECOND_BID);

        var gone = new Verdict.Gone(GoneReason.NOT_FOUND, NOON.plusSeconds(300));
        assertThatThrownBy(() -> store().close(5, read, gone, null))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(stored(5).version()).isEqualTo(2);
    }

    @Test
    void aContractThatChangedSinceItWasReadIsNotStoredOnWhatWasRead() {
        store(6, NOON, FIRST_BID);
        StoredState.Stored read = stored(6);
        store(6, NOON.plusSeconds(10), SECOND_BID);

        for (StoredState old : List.of(new StoredState.None(), read)) {
            assertThatThrownBy(() -> store(6, old, NOON.plusSeconds(20), FIRST_BID))
                    .isInstanceOf(OptimisticLockingFailureException.class);
        }
        assertThat(stored(6).version()).isEqualTo(2);
        assertThat(stored(6).bids()).containsExactly(SECOND_BID);
        assertThat(worker.jdbc()
                        .sql("select count(*) from outbox where contract_id = 6 and version > 2")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aContractThatTheDatabaseRefusesTakesNoOtherWithIt() throws Exception {
        long refused = -1;
        List<Long> ids = LongStream.concat(LongStream.range(1_000, 1_200), LongStream.of(refused))
                .boxed()
                .toList();
        Map<Long, Future<StoreResult>> results = new LinkedHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ids.forEach(id -> results.put(id, callers.submit(() -> store(id, NOON, FIRST_BID))));
        }

        for (Map.Entry<Long, Future<StoreResult>> each : results.entrySet()) {
            if (each.getKey() == refused) {
                assertThatThrownBy(each.getValue()::get).hasCauseInstanceOf(DataIntegrityViolationException.class);
            } else {
                assertThat(each.getValue().get()).isEqualTo(StoreResult.CREATED);
                assertThat(stored(each.getKey()).items()).hasSize(1);
            }
        }
        assertThat(known(refused)).isInstanceOf(StoredState.None.class);
    }

    @Test
    void theSameFactsOfARowThatAnEarlierReleaseHashedWriteNothing() {
        storeUnbid(11, NOON);
        worker.jdbc()
                .sql("update contract set content_hash = '\\x00' where contract_id = 11")
                .update();
        String row = row(11);

        assertThat(storeUnbid(11, NOON.plusSeconds(300))).isEqualTo(StoreResult.UNCHANGED);

        assertThat(row(11)).isEqualTo(row);
        assertThat(worker.count("outbox where contract_id = 11 and version > 1"))
                .isZero();
    }

    @Test
    void thatBidsAreStillTheSameWritesNoIndex() {
        store(12, NOON, FIRST_BID);
        FetchedContract drifted = auction(12, NOON.plusSeconds(600), NOON.plusSeconds(90_000), FIRST_BID);

        assertThat(store().store(drifted, known(12), null)).isEqualTo(StoreResult.UNCHANGED);

        assertThat(stored(12).bidsFreshUntil()).isEqualTo(NOON.plusSeconds(900));
        assertThat(stored(12).header().dateExpired()).isEqualTo(NOON.plusSeconds(86_400));
    }

    @Test
    void olderBidsDoNotReplaceNewerOnesThoughTheListingIsNewer() {
        store(13, NOON, SECOND_BID);
        FetchedContract old = auction(13, NOON.plusSeconds(60), NOON.plusSeconds(86_400), FIRST_BID);
        var older = new FetchedContract(
                old.regionId(),
                old.header(),
                old.items(),
                old.bids(),
                old.observedAt(),
                old.fetchedAt(),
                null,
                NOON.minusSeconds(60),
                old.bidsFreshUntil(),
                null);

        assertThat(store().store(older, known(13), null)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(stored(13).bids()).containsExactly(SECOND_BID);
    }

    @Test
    void aRollThatComesLaterIsAChange() {
        FetchedContract first = auction(14, NOON, NOON.plusSeconds(86_400), FIRST_BID);
        ContractItem item = first.items().getFirst();
        store().store(with(first, item.rollUnavailable("500"), NOON.plusSeconds(60)), known(14), null);
        assertThat(stored(14).rollsDueAt()).isEqualTo(NOON.plusSeconds(60));

        var roll = new DynamicItem(1, 2, 3, List.of(new DynamicItem.Attribute(4, new BigDecimal("1.50"))), List.of());
        assertThat(store().store(with(first, item.rolled(roll), null), known(14), null))
                .isEqualTo(StoreResult.UPDATED);

        assertThat(stored(14).items()).containsExactly(item.rolled(roll));
        assertThat(stored(14).rollsDueAt()).isNull();
        JsonNode event = awaitEvents(14, 2).getLast();
        assertThat(event.path("change").asString()).isEqualTo("updated");
        assertThat(event.path("items").get(0).path("dynamic").path("createdBy").intValue())
                .isOne();
    }

    @Test
    void idsNotAskedForInALongTimeAreForgottenAndOthersKept() {
        close(15, GoneReason.NOT_FOUND);
        close(16, GoneReason.NOT_FOUND);
        worker.jdbc()
                .sql("update unavailable_contract set answered_at = ? where contract_id = 15")
                .param(Timestamp.from(clock.instant().minus(Duration.ofDays(91))))
                .update();

        worker.bean(UnavailablePruning.class).prune();

        assertThat(known(15)).isInstanceOf(StoredState.None.class);
        assertThat(known(16)).isInstanceOf(StoredState.Unavailable.class);
    }

    @Test
    void thatAnIdIsAskedForIsKeptToTheDayAndOtherwiseNothingIsWritten() {
        close(17, GoneReason.NOT_LISTED);
        Instant first = answeredAt(17);
        for (int asked = 1; asked <= 3; asked++) {
            var gone = new Verdict.Gone(GoneReason.NOT_LISTED, NOON.plusSeconds(1_800 * asked));
            clock.advance(Duration.ofMinutes(1));
            assertThat(store().close(17, known(17), gone, null)).isEqualTo(StoreResult.UNCHANGED);
            assertThat(answeredAt(17)).isEqualTo(first);
        }

        clock.advance(Duration.ofDays(2));
        close(17, GoneReason.NOT_LISTED);
        assertThat(answeredAt(17)).isEqualTo(clock.instant());
    }

    @Test
    void anAnswerThatChangesNothingIsLaterThanADeathThatIsSeenOnlyAfterIt() {
        storeUnbid(18, NOON);
        close(19, GoneReason.NOT_FOUND);
        storeUnbid(20, NOON);
        close(20, GoneReason.NOT_FOUND);
        clock.advance(Duration.ofSeconds(10));
        Instant death = clock.instant();
        clock.advance(Duration.ofSeconds(10));

        assertThat(storeUnbid(18, clock.instant())).isEqualTo(StoreResult.UNCHANGED);
        assertThat(close(19, GoneReason.NOT_FOUND)).isEqualTo(StoreResult.UNCHANGED);
        assertThat(close(20, GoneReason.NOT_FOUND)).isEqualTo(StoreResult.UNCHANGED);

        for (long id = 18; id <= 20; id++) {
            die(id, death, "OPEN");
            assertThat(lastAnswer(id)).isAfter(death);
        }
        worker.jdbc()
                .sql("update unchanged_answer set answered_at = answered_at - interval '30 days'")
                .update();
        worker.jdbc()
                .sql("update dead_letter set died_at = died_at - interval '30 days' where contract_id = 18")
                .update();
        worker.bean(UnavailablePruning.class).prune();
        assertThat(worker.count("unchanged_answer where contract_id in (18, 19)"))
                .isOne();
        worker.jdbc()
                .sql("update dead_letter set state = 'ANSWERED' where contract_id = 18")
                .update();
        worker.bean(UnavailablePruning.class).prune();
        assertThat(worker.count("unchanged_answer where contract_id in (18, 19)"))
                .isZero();
    }

    private static Instant lastAnswer(long id) {
        return worker.jdbc()
                .sql("select answered_at from last_answer where contract_id = ?")
                .param(id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    @Test
    void aStoredContractIsFoundByItsItemsAndTheWordsOfItsTitle() {
        store(7, NOON, FIRST_BID);

        assertThat(worker.jdbc()
                        .sql("select term from contract_term where contract_id = 7 and date_issued = ?")
                        .param(Timestamp.from(NOON))
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("#34", "gila", "fitted");
    }

    @Test
    void aContractThatLeavesTheListingIsClosed() {
        // In a region with other contracts: a listing that lacks all its contracts needs confirmation.
        long id = esi.contractIds(10_000_002).getFirst();
        worker.publish(esi, List.of(id));
        await().atMost(Duration.ofSeconds(30)).until(() -> known(id) instanceof StoredState.Stored);

        long region = esi.truth(id).regionId();
        esi.accept(id);
        clock.advance(Duration.ofMinutes(31));
        assertThat(esi.contractIds(region)).doesNotContain(id);
        worker.publish(id);

        List<JsonNode> events = awaitEvents(id, 2);
        assertThat(events.getLast().path("reason").asString()).isEqualTo("NOT_LISTED");
        assertThat(events.getLast().path("version").asInt()).isEqualTo(2);
        assertThat(stored(id).closedReason()).isEqualTo(GoneReason.NOT_LISTED);
    }

    private static ContractStore store() {
        return worker.bean(ContractStore.class);
    }

    private static StoreResult store(long id, Instant observedAt, ContractBid bid) {
        return store(id, known(id), observedAt, bid);
    }

    private static StoreResult store(long id, StoredState read, Instant observedAt, ContractBid bid) {
        return store().store(auction(id, observedAt, NOON.plusSeconds(86_400), bid), read, null);
    }

    private static StoreResult storeUnbid(long id, Instant observedAt) {
        FetchedContract bid = auction(id, observedAt, NOON.plusSeconds(86_400), FIRST_BID);
        var unbid = new FetchedContract(
                bid.regionId(), bid.header(), bid.items(), List.of(), observedAt, observedAt, null, null, null, null);
        return store().store(unbid, known(id), null);
    }

    /// Closes the contract, always as of the same time at ESI.
    private static StoreResult close(long id, GoneReason reason) {
        return store().close(id, known(id), new Verdict.Gone(reason, NOON.plusSeconds(10)), null);
    }

    private static FetchedContract with(FetchedContract contract, ContractItem item, @Nullable Instant rollsDueAt) {
        return new FetchedContract(
                contract.regionId(),
                contract.header(),
                List.of(item),
                contract.bids(),
                contract.observedAt(),
                contract.fetchedAt(),
                rollsDueAt,
                contract.bidsModified(),
                contract.bidsFreshUntil(),
                null);
    }

    /// Returns the row with the system columns that show a write or a lock.
    private static String row(long id) {
        return worker.jdbc()
                .sql("select (contract, xmin, xmax, ctid)::text from contract where contract_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static void die(long id, Instant at, String state) {
        worker.jdbc()
                .sql("""
                insert into dead_letter (id, contract_id, reason, attempts, replay_count, died_at, header_names, header_values, state)
                values (:letter, :id, 'ESI_SERVER_ERROR', 5, 0, :at, '{}', '{}', :state)""")
                .param("letter", id + "-" + at.getEpochSecond())
                .param("id", id)
                .param("at", Timestamp.from(at))
                .param("state", state)
                .update();
    }

    private static Instant answeredAt(long id) {
        return worker.jdbc()
                .sql("select answered_at from answer where contract_id = ?")
                .param(id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static FetchedContract auction(long id, Instant observedAt, Instant expires, ContractBid bid) {
        var header = new ContractHeader(
                id,
                ContractType.AUCTION,
                90_000_001,
                98_000_001,
                NOON,
                expires,
                new BigDecimal("100"),
                null,
                new BigDecimal("10.5"),
                null,
                new BigDecimal("0.01"),
                null,
                60_003_760L,
                60_003_760L,
                null,
                "Gila (fitted) gila");
        var item = new ContractItem(id * 10, 34, 1, true, null, null, null, null, null, null, null);
        return new FetchedContract(
                10_000_002,
                header,
                List.of(item),
                List.of(bid),
                observedAt,
                observedAt,
                null,
                observedAt,
                observedAt.plusSeconds(300),
                null);
    }

    private static StoredState known(long id) {
        return worker.bean(StoredStateReader.class).find(id);
    }

    private static StoredState.Stored stored(long id) {
        return (StoredState.Stored) known(id);
    }

    private static List<JsonNode> awaitEvents(long id, int count) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> events(id), events -> events.size() >= count);
    }

    private static List<JsonNode> events(long id) {
        return worker.events().stream()
                .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(Long.toString(id)))
                .map(event -> EventJson.mapper().readTree(event.value()))
                .toList();
    }
}
