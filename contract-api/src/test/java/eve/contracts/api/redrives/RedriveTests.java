package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.Tables;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/// Separate from other tests, because these dead letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class RedriveTests {

    private final Caller caller;
    private final JdbcClient sql;
    private final IdTopics topics;
    private int replaysBefore;

    RedriveTests(@Autowired Caller caller, @Autowired JdbcClient sql, @Autowired Database database) {
        this.caller = caller;
        this.sql = sql;
        this.topics = new IdTopics(database);
    }

    @BeforeEach
    void clear() {
        Tables.empty(
                sql,
                "dead_letter, dead_letter_decision, dead_letter_history, redrive, redrive_item, replay, retry_record, contract, contract_item,"
                        + " contract_bid, unavailable_contract");
        replaysBefore = topics.replays().size();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aDryRunTellsByReasonWhatWouldHappenAndChangesNothing() {
        oneOfEach();

        var answer = caller.operator().post("/api/redrives", "{\"filter\":{},\"dryRun\":true,\"ratePerSecond\":1}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"dryRun\":true,\"deadLetters\":8,\"outcomes\":{\"REPLAYED\":2,\"FOLDED\":2,\"ANSWERED\":2,"
                                + "\"QUARANTINED\":1,\"UNREADABLE\":1,\"ALREADY_DECIDED\":0},\"reasons\":{"
                                + "\"ESI_SERVER_ERROR\":{\"REPLAYED\":1,\"FOLDED\":2,\"ANSWERED\":1},"
                                + "\"ESI_UNREACHABLE\":{\"REPLAYED\":1},"
                                + "\"INTERNAL_ERROR\":{\"ANSWERED\":1,\"QUARANTINED\":1},"
                                + "\"UNREADABLE\":{\"UNREADABLE\":1}},\"etaSeconds\":2}");
        assertThat(count("dead_letter where state = 'OPEN'")).isEqualTo(8);
        assertThat(count("redrive")).isZero();
        assertThat(replays()).isEmpty();
    }

    @Test
    void aRedriveDoesWhatTheDryRunToldAndItsCountsAddUp() {
        oneOfEach();

        var begun = caller.operator()
                .post("/api/redrives", "{\"filter\":{},\"ratePerSecond\":1000,\"note\":\"after the outage\"}");
        var done = ended(begun.json().path("id").asLong());

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.header("Location"))
                .isEqualTo("/api/redrives/" + begun.json().path("id").asLong());
        assertThat(done.path("state").asString()).isEqualTo("DONE");
        assertThat(done.path("outcomes").toString())
                .isEqualTo("{\"REPLAYED\":2,\"FOLDED\":2,\"ANSWERED\":2,\"QUARANTINED\":1,\"UNREADABLE\":1,"
                        + "\"ALREADY_DECIDED\":0}");
        assertThat(done.path("pending").asLong(-1)).isZero();
        assertThat(done.path("deadLetters").asLong()).isEqualTo(8);
        assertThat(done.path("replays").toString())
                .isEqualTo("{\"sent\":2,\"unsent\":0,\"answered\":2,\"died\":0,\"refused\":0}");
        assertThat(done.path("createdBy").asString()).isEqualTo("operator");
        assertThat(done.path("note").asString()).isEqualTo("after the outage");
        assertThat(done.path("selection").toString()).isEqualTo("{\"filter\":{}}");
        assertThat(done.path("progress").asDouble()).isEqualTo(1);
        assertThat(keys()).containsExactlyInAnyOrder("1", "2");
        assertThat(caller.operator()
                        .get("/api/dead-letters/summary")
                        .json()
                        .path("states")
                        .toString())
                .isEqualTo("{\"OPEN\":1,\"REPLAYED\":2,\"FOLDED\":2,\"ANSWERED\":2,\"QUARANTINED\":1,\"DISCARDED\":1}");
        assertThat(caller.operator()
                        .get("/api/redrives")
                        .json()
                        .path("redrives")
                        .path(0))
                .isEqualTo(done);
    }

    @Test
    void aReplayHasTheBytesItDiedWithAndAllItsAttemptsAgain() {
        var dead = topics.replayed(topics.letter(5, FailureReason.STORE_FAILED), 1, 999L);
        var id = projected(dead);

        ended(begin("{\"ids\":[\"" + id + "\"],\"note\":\"x\"}"));

        var replay = replays().getFirst();
        assertThat(replay.key()).isEqualTo(dead.key());
        assertThat(replay.value()).isEqualTo(dead.value());
        assertThat(IdTopics.header(replay, HeaderNames.REPLAY_COUNT)).isEqualTo("2");
        assertThat(replay.headers().headers(HeaderNames.REPLAY_COUNT)).hasSize(1);
        assertThat(replay.headers().headers(HeaderNames.REDRIVE_ID)).hasSize(1);
        assertThat(IdTopics.header(replay, HeaderNames.ATTEMPTS)).isNull();
        assertThat(IdTopics.header(replay, HeaderNames.FAILURE_REASON)).isNull();
        for (var kept : List.of("mine", HeaderNames.ORIGINAL_OFFSET, HeaderNames.EXCEPTION_MESSAGE)) {
            assertThat(replay.headers().lastHeader(kept).value())
                    .isEqualTo(dead.headers().lastHeader(kept).value());
        }
        var decision = caller.operator().get("/api/dead-letters/" + id).json().path("decision");
        assertThat(decision.path("redriveId").asLong()).isPositive();
        assertThat(decision.path("note").asString()).isEqualTo("x");
    }

    @Test
    void fiveHundredDeadLettersOfAContractBecomeOneReplayWithTheLatestBytes() {
        var dead = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (int each = 0; each < 500; each++) {
            dead.add(letter(8, FailureReason.STORE_FAILED, 500 - each, ("{\"contractId\":8,\"n\":" + each + "}")));
        }
        topics.sendAll(dead.stream());
        await().atMost(Duration.ofSeconds(30)).until(() -> count("dead_letter") == 500);

        var done = ended(begin("{\"filter\":{\"contractId\":8},\"note\":\"x\"}"));

        assertThat(done.at("/outcomes/REPLAYED").asLong()).isEqualTo(1);
        assertThat(done.at("/outcomes/FOLDED").asLong()).isEqualTo(499);
        assertThat(replays()).hasSize(1);
        assertThat(new String(replays().getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"contractId\":8,\"n\":499}");
    }

    @Test
    void aCanaryTakesTheOldestContractsAndLeavesTheRestOpen() {
        for (long contract = 1; contract <= 30; contract++) {
            topics.send(letter(contract, FailureReason.STORE_FAILED, 1000 - contract, "" + contract));
            projected(letter(contract, FailureReason.STORE_FAILED, 1, "" + contract));
        }

        var canary = ended(begin("{\"filter\":{},\"limit\":10,\"note\":\"canary\"}"));

        assertThat(canary.path("deadLetters").asLong()).isEqualTo(20);
        assertThat(canary.at("/outcomes/REPLAYED").asLong()).isEqualTo(10);
        assertThat(keys()).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(count("dead_letter where state = 'OPEN'")).isEqualTo(40);
    }

    @Test
    void aRedriveKeepsItsRate() {
        many(60);

        long id = begin("{\"filter\":{},\"ratePerSecond\":20,\"note\":\"x\"}");
        var running = caller.operator().get("/api/redrives/" + id).json();
        var done = ended(id);

        assertThat(running.path("state").asString()).isEqualTo("RUNNING");
        assertThat(running.path("etaSeconds").asLong()).isBetween(1L, 3L);
        assertThat(running.path("eta").asString()).isNotEmpty();
        var took = Duration.between(
                Instant.parse(done.path("createdAt").asString()),
                Instant.parse(done.path("endedAt").asString()));
        assertThat(took).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(10));
    }

    @Test
    void aCancelledRedriveStopsAndWhatItDidNotReachStaysOpen() {
        many(50);
        long id = begin("{\"filter\":{},\"ratePerSecond\":5,\"note\":\"x\"}");
        await().atMost(Duration.ofSeconds(30)).until(() -> !replays().isEmpty());

        var cancelled = caller.operator().post("/api/redrives/" + id + "/cancel", "{\"note\":\"enough\"}");
        var again = caller.operator().post("/api/redrives/" + id + "/cancel", "{}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator()
                                .get("/api/redrives/" + id)
                                .json()
                                .at("/replays/unsent")
                                .asLong()
                        == 0);

        assertThat(cancelled.json().path("state").asString()).isEqualTo("CANCELLED");
        assertThat(cancelled.json().path("endedBy").asString()).isEqualTo("operator");
        assertThat(again.json().path("endReason").asString()).isEqualTo("enough");
        var stopped = caller.operator().get("/api/redrives/" + id).json();
        long replayed = stopped.at("/outcomes/REPLAYED").asLong();
        assertThat(stopped.path("pending").asLong()).isEqualTo(50 - replayed).isPositive();
        assertThat(count("dead_letter where state = 'OPEN'")).isEqualTo(50 - replayed);
        assertThat(replays()).hasSize((int) replayed);
    }

    @Test
    void aRedriveWhoseReplaysComeBackDeadHaltsItself() {
        many(200);
        long id = begin("{\"filter\":{},\"ratePerSecond\":40,\"note\":\"x\"}");

        var halted = answering(id, _ -> Optional.of(dead(id)));

        assertThat(halted.path("state").asString()).isEqualTo("HALTED");
        assertThat(halted.path("endReason").asString()).matches("\\d+ of \\d+ decided replays came back dead");
        assertThat(halted.at("/replays/died").asLong()).isGreaterThanOrEqualTo(10);
        assertThat(halted.path("pending").asLong()).isPositive();
    }

    /// Simulates an outage of ESI: replays that failed wait in the retry tiers for an hour before they die, and
    /// do not count until then.
    @Test
    void replaysThatWaitForTheirRetriesDoNotHideThatThoseDecidedCameBackDead() {
        many(200);
        long id = begin("{\"filter\":{},\"ratePerSecond\":40,\"note\":\"x\"}");

        var redrive = answering(
                id, number -> number > 60 && number <= 90 ? Optional.of(dead(id)) : Optional.of(this::waiting));

        assertThat(redrive.path("state").asString()).isEqualTo("HALTED");
        assertThat(redrive.at("/replays/sent").asLong()).isGreaterThan(60);
        assertThat(redrive.path("pending").asLong()).isPositive();
    }

    @Test
    void replaysThatLeaveNoTraceAreGoodAndARedriveOfWhichFewDieGoesOnToItsEnd() {
        many(120);
        long id = begin("{\"filter\":{},\"ratePerSecond\":60,\"note\":\"x\"}");

        var redrive = answering(id, number -> number % 4 == 0 ? Optional.of(dead(id)) : Optional.empty());

        assertThat(redrive.path("state").asString()).isEqualTo("DONE");
    }

    /// Simulates a slow ESI: most replays are unread, and every replay that the worker has read has died.
    @Test
    void replaysThatTheWorkerHasNotReachedAreNotTakenForGood() {
        many(400);
        long id = begin("{\"filter\":{},\"ratePerSecond\":20,\"note\":\"x\"}");

        var redrive = answering(id, 1, _ -> Optional.of(dead(id)));

        assertThat(redrive.path("state").asString()).isEqualTo("HALTED");
        assertThat(redrive.at("/replays/sent").asLong())
                .isGreaterThan(redrive.at("/replays/died").asLong());
        assertThat(redrive.path("pending").asLong()).isPositive();
    }

    @Test
    void aRedriveIsDoneOnlyWhenTheWorkerIsDoneWithItsReplays() {
        many(3);
        long id = begin("{\"filter\":{},\"note\":\"x\"}");
        await().atMost(Duration.ofSeconds(30)).until(() -> state(id).equals("SENT"));
        topics.send(topics.waiting(1, 1, Instant.now().minusSeconds(60)));
        await().atMost(Duration.ofSeconds(30)).until(() -> count("retry_record") == 1);
        topics.passAll();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> redrive(id).at("/replays/answered").asLong() == 2);

        assertThat(state(id)).isEqualTo("SENT");
        sql.sql("delete from retry_record").update();
        assertThat(ended(id).path("state").asString()).isEqualTo("DONE");
    }

    @Test
    void theRestWaitsForTheCanarysVerdict() {
        many(12);
        long bad = begin("{\"filter\":{},\"canary\":4,\"ratePerSecond\":1000,\"note\":\"x\"}");

        var halted = answering(bad, number -> number % 2 == 0 ? Optional.of(dead(bad)) : Optional.empty());

        assertThat(halted.path("endReason").asString()).isEqualTo("2 of 4 decided replays came back dead");
        assertThat(replays()).hasSize(4);
        assertThat(halted.path("pending").asLong()).isEqualTo(8);
        long good = begin("{\"filter\":{},\"canary\":4,\"ratePerSecond\":1000,\"note\":\"x\"}");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> replays().size() == 8);
        assertThat(ended(good).at("/replays/answered").asLong()).isEqualTo(10);
    }

    @Test
    void aQuarantinedLetterIsLeftAloneUnlessItIsMeantAndEveryDecisionOnItIsKept() {
        var id = projected(topics.replayed(letter(5, FailureReason.INTERNAL_ERROR, 1, "5"), 5, null));
        ended(begin("{\"filter\":{},\"note\":\"first\"}"));

        var left = ended(begin("{\"filter\":{},\"note\":\"second\"}"));
        ended(begin("{\"filter\":{},\"includeQuarantined\":true,\"note\":\"third\"}"));
        ended(begin("{\"ids\":[\"" + id + "\"],\"note\":\"fourth\"}"));
        caller.operator().post("/api/dead-letters/" + id + "/discard", "{\"note\":\"fifth\"}");

        assertThat(left.path("deadLetters").asLong(-1)).isZero();
        var letter = caller.operator().get("/api/dead-letters/" + id).json();
        assertThat(letter.at("/decision/note").asString()).isEqualTo("fifth");
        assertThat(letter.path("history")
                        .valueStream()
                        .map(each -> each.path("state").asString() + " "
                                + each.path("note").asString()))
                .containsExactly("QUARANTINED first", "QUARANTINED third", "QUARANTINED fourth", "DISCARDED fifth");
    }

    @Test
    void twoRedrivesOverTheSameLettersReplayEachContractOnce() {
        many(40);

        long first = begin("{\"filter\":{},\"ratePerSecond\":100,\"note\":\"one\"}");
        long second = begin("{\"filter\":{\"reason\":\"STORE_FAILED\"},\"ratePerSecond\":100,\"note\":\"two\"}");
        var one = ended(first).path("outcomes");
        var two = ended(second).path("outcomes");

        assertThat(one.path("REPLAYED").asLong() + two.path("REPLAYED").asLong())
                .isEqualTo(40);
        assertThat(replays()).hasSize(40);
    }

    @Test
    void aLetterThatKafkaRefusesIsQuarantinedAndHoldsBackNoOther() {
        // Random bytes, which compression does not make smaller: more than contract-ids allows, less than the
        // dead letter topic allows.
        var noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        var large = ("{\"contractId\":9,\"noise\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var id = projected(with(topics.letter(9, FailureReason.STORE_FAILED), large));
        many(3);

        var done = ended(begin("{\"filter\":{},\"note\":\"x\"}"));

        assertThat(done.path("replays").toString())
                .isEqualTo("{\"sent\":3,\"unsent\":0,\"answered\":3,\"died\":0,\"refused\":1}");
        assertThat(replays()).hasSize(3);
        var letter = caller.operator().get("/api/dead-letters/" + id).json();
        assertThat(letter.path("state").asString()).isEqualTo("QUARANTINED");
        assertThat(letter.at("/decision/note").asString()).contains("Kafka refuses it");
    }

    @Test
    void whatWasSentAndCouldNotBeMarkedIsSentAgain() {
        many(3);
        sql.sql("alter table replay add constraint no_mark check (sent_at is null)")
                .update();
        long id;
        try {
            id = begin("{\"filter\":{},\"note\":\"x\"}");
            await().atMost(Duration.ofSeconds(30)).until(() -> replays().size() >= 6);
            assertThat(caller.operator()
                            .get("/api/redrives/" + id)
                            .json()
                            .at("/replays/unsent")
                            .asLong())
                    .isEqualTo(3);
        } finally {
            sql.sql("alter table replay drop constraint no_mark").update();
        }

        assertThat(ended(id).at("/replays/sent").asLong()).isEqualTo(3);
        assertThat(keys()).containsExactlyInAnyOrder("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | filter",
                "{\"filter\":{},\"ids\":[\"1-1\"]} | filter",
                "{\"ids\":[]} | ids",
                "{\"ids\":[\"1-1\",\"x\"]} | ids[1]",
                "{\"ids\":[null]} | ids[0]",
                "{\"ids\":[\"0-99999999\"]} | ids",
                "{\"filter\":{\"reason\":\"X\"}} | reason",
                "{\"filter\":{\"since\":\"x\"}} | since",
                "{\"filter\":{\"contractId\":0}} | contractId",
                "{\"filter\":{},\"ratePerSecond\":0} | ratePerSecond",
                "{\"filter\":{},\"limit\":0} | limit",
                "{\"filter\":{},\"canary\":0} | canary",
                "{\"filter\":{}} | note",
                "{\"filter\":{},\"note\":\"a\\u0000b\"} | note",
            })
    void whatCannotBeRedrivenIsTold(String body, String parameter) {
        var answer = caller.operator().post("/api/redrives", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asString()).isEqualTo(parameter);
        assertThat(count("redrive")).isZero();
    }

    @Test
    void onlyAnOperatorRedrivesAndARedriveThatIsNotThereIsNotFound() {
        assertThat(caller.post("/api/redrives", "{\"filter\":{},\"dryRun\":true}")
                        .status())
                .isEqualTo(401);
        assertThat(caller.post("/api/redrives/1/cancel", "{}").status()).isEqualTo(401);
        assertThat(caller.operator().get("/api/redrives/1").status()).isEqualTo(404);
        assertThat(caller.operator().post("/api/redrives/1/cancel", "{}").status())
                .isEqualTo(404);
        assertThat(caller.operator().get("/api/redrives?cursor=x").status()).isEqualTo(400);
    }

    @Test
    void allRedrivesAreListedPageByPage() {
        var begun = new ArrayList<Long>();
        for (int each = 0; each < 5; each++) {
            begun.addFirst(begin("{\"filter\":{},\"note\":\"" + each + "\"}"));
        }

        var first = caller.operator().get("/api/redrives?limit=3").json();
        var second = caller.operator()
                .get("/api/redrives?limit=3&cursor=" + first.path("nextCursor").asString())
                .json();

        assertThat(ids(first)).isEqualTo(begun.subList(0, 3));
        assertThat(ids(second)).isEqualTo(begun.subList(3, 5));
        assertThat(second.has("nextCursor")).isFalse();
    }

    /// Acts as the worker until the redrive has ended.
    ///
    /// @param record the record that a replay, by its number from 1, results in, if any
    private JsonNode answering(
            long redrive, IntFunction<Optional<LongFunction<ProducerRecord<byte[], byte[]>>>> record) {
        return answering(redrive, Integer.MAX_VALUE, record);
    }

    /// @param most the number of replays that are processed within 100 ms
    private JsonNode answering(
            long redrive, int most, IntFunction<Optional<LongFunction<ProducerRecord<byte[], byte[]>>>> record) {
        var passed = new HashMap<TopicPartition, Long>();
        var answered = new HashSet<String>();
        var died = new HashSet<String>();
        var ended = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            int enough = answered.size() > Integer.MAX_VALUE - most
                                    ? Integer.MAX_VALUE
                                    : answered.size() + most;
                            for (var replay : replays()) {
                                if (answered.size() < enough && answered.add(key(replay))) {
                                    passed.put(
                                            new TopicPartition(replay.topic(), replay.partition()),
                                            replay.offset() + 1);
                                    record.apply(answered.size())
                                            .map(made -> made.apply(Long.parseLong(key(replay))))
                                            .ifPresent(made -> {
                                                var id = topics.send(made);
                                                if (made.topic()
                                                        .equals(topics.topics().deadLetters())) {
                                                    died.add(id);
                                                }
                                            });
                                }
                            }
                            topics.pass(passed);
                            return caller.operator()
                                    .get("/api/redrives/" + redrive)
                                    .json();
                        },
                        RedriveTests::isEnded);
        // So that the next test sees none of them.
        died.forEach(id -> await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator().get("/api/dead-letters/" + id).status() == 200));
        return ended;
    }

    private LongFunction<ProducerRecord<byte[], byte[]>> dead(long redrive) {
        return contract -> topics.replayed(topics.letter(contract, FailureReason.STORE_FAILED), 1, redrive);
    }

    private ProducerRecord<byte[], byte[]> waiting(long contract) {
        return topics.waiting(contract, 1, Instant.now().plus(Duration.ofHours(1)));
    }

    /// Sends nine dead letters, with every outcome.
    private void oneOfEach() {
        for (int age = 1; age <= 3; age++) {
            projected(letter(1, FailureReason.ESI_SERVER_ERROR, age, "1"));
        }
        projected(letter(2, FailureReason.ESI_UNREACHABLE, 1, "2"));
        projected(letter(3, FailureReason.ESI_SERVER_ERROR, 60, "3"));
        projected(letter(4, FailureReason.INTERNAL_ERROR, 60, "4"));
        projected(topics.replayed(letter(5, FailureReason.INTERNAL_ERROR, 1, "5"), 5, null));
        projected(letter(6, FailureReason.UNREADABLE, 1, "no id"));
        var discarded = projected(letter(7, FailureReason.ESI_UNREACHABLE, 1, "7"));
        caller.operator().post("/api/dead-letters/" + discarded + "/discard", "{\"note\":\"x\"}");
        sql.sql("insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                        + " date_expired, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)"
                        + " values (3, 10000002, 'courier', 2, 3, now(), now(), 0, 0, 'OPEN', 1, '', now(), now()),"
                        + " (1, 10000002, 'courier', 2, 3, now(), now(), 0, 0, 'OPEN', 1, '', now() - interval '1 day',"
                        + " now() - interval '1 day')")
                .update();
        sql.sql("insert into unavailable_contract values (4, 'NOT_FOUND', now())")
                .update();
    }

    private void many(int contracts) {
        long before = count("dead_letter");
        topics.sendAll(LongStream.rangeClosed(1, contracts)
                .mapToObj(contract -> letter(contract, FailureReason.STORE_FAILED, 1, "" + contract)));
        await().atMost(Duration.ofSeconds(30)).until(() -> count("dead_letter") == before + contracts);
    }

    private ProducerRecord<byte[], byte[]> letter(long contract, FailureReason reason, long secondsAgo, String value) {
        return with(
                topics.letter(contract, reason, Instant.now().minusSeconds(secondsAgo)),
                value.getBytes(StandardCharsets.UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, byte[] value) {
        return new ProducerRecord<>(record.topic(), null, record.timestamp(), record.key(), value, record.headers());
    }

    private String projected(ProducerRecord<byte[], byte[]> record) {
        var id = topics.send(record);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator().get("/api/dead-letters/" + id).status() == 200);
        return id;
    }

    private long begin(String body) {
        var answer = caller.operator().post("/api/redrives", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asLong();
    }

    private JsonNode ended(long id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            topics.passAll();
                            return caller.operator().get("/api/redrives/" + id).json();
                        },
                        RedriveTests::isEnded);
    }

    private static boolean isEnded(JsonNode redrive) {
        return !Set.of("RUNNING", "SENT").contains(redrive.path("state").asString());
    }

    private JsonNode redrive(long id) {
        return caller.operator().get("/api/redrives/" + id).json();
    }

    private String state(long id) {
        return redrive(id).path("state").asString();
    }

    private List<ConsumerRecord<byte[], byte[]>> replays() {
        return topics.replays().stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .skip(replaysBefore)
                .toList();
    }

    private Set<String> keys() {
        return replays().stream().map(RedriveTests::key).collect(Collectors.toSet());
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private long count(String from) {
        return sql.sql("select count(*) from " + from).query(Long.class).single();
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("redrives")
                .valueStream()
                .map(redrive -> redrive.path("id").asLong())
                .toList();
    }
}
