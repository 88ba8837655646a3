package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// Tests `Idempotency-Key` on both calls that accept it.
@ApiTest
@TestPropertySource(properties = "apart=followed-submissions")
class IdempotencyKeyTests {

    private static final String IDS = "/api/contract-ids";
    private static final String REDRIVES = "/api/redrives";
    private static final String REDRIVE = "{\"filter\":{\"contractId\":9},\"note\":\"x\"}";

    private final Caller caller;
    private final JdbcClient sql;
    private final Database database;
    private final IdTopics topics;
    private final String key = UUID.randomUUID().toString();

    IdempotencyKeyTests(@Autowired Caller caller, @Autowired JdbcClient sql, @Autowired Database database) {
        this.caller = caller.operator();
        this.sql = sql;
        this.database = database;
        this.topics = new IdTopics(database);
    }

    @AfterEach
    void close() {
        topics.passAll();
        topics.close();
    }

    @Test
    void idsArePublishedOnceForAKey() {
        long before = published(401);

        var first = post(IDS, "{\"contractIds\":[401]}", key);
        var again = post(IDS, "{ \"contractIds\" : [401], \"regionId\": null }", key);

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location")).isNotEmpty();
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(published(401) - before).isEqualTo(1);
    }

    @Test
    void aRedriveBeginsOnceForAKey() {
        topics.send(topics.letter(9, FailureReason.STORE_FAILED));

        var first = post(REDRIVES, REDRIVE, key);
        var again = post(REDRIVES, REDRIVE, key);

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(post(REDRIVES, REDRIVE, UUID.randomUUID().toString()).header("Location"))
                .isNotEqualTo(first.header("Location"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/contract-ids | {\"contractIds\":[412]}",
                "/api/contract-ids | {\"contractIds\":[411,411]}",
                "/api/contract-ids | {\"contractIds\":[411],\"priority\":\"low\"}",
                "/api/redrives | {\"filter\":{},\"note\":\"x\"}",
            })
    void aKeyWithAnotherBodyIsRefused(String path, String body) {
        assertThat(post(IDS, "{\"contractIds\":[411]}", key).status()).isEqualTo(202);

        var other = post(path, body, key);

        assertThat(other.status()).as(other.body()).isEqualTo(422);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
    }

    static List<String> malformed() {
        return List.of(
                "", " ", "\"\"", "\"open", "open\"", "a b", "\"a\"b\"", "x".repeat(256), "\"" + "x".repeat(256) + "\"");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aKeyThatIsNoneIsRefused(String value) {
        for (var path : List.of(IDS, REDRIVES)) {
            var answer =
                    caller.post(path, path.equals(IDS) ? "{\"contractIds\":[421]}" : REDRIVE, "Idempotency-Key", value);

            assertThat(answer.status()).as("%s %s", value, answer.body()).isEqualTo(400);
            assertThat(answer.json().path("parameter").asString()).isEqualTo("Idempotency-Key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8e03978e-40d5-43e8-bc93-6894a57f9324", "\"8e03978e\\\\ \\\"x\"", "\"a b\"", "a:b/c+d=="})
    void aKeyMayBeQuotedOrBare(String value) {
        assertThat(caller.post(IDS, "{\"contractIds\":[431]}", "Idempotency-Key", value)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void twoKeysAtOnceAreRefused() {
        var answer = caller.post(IDS, "{\"contractIds\":[441]}", "Idempotency-Key", "a", "Idempotency-Key", "b");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aRefusedCallLeavesItsKeyFree() {
        assertThat(post(IDS, "{\"contractIds\":[]}", key).status()).isEqualTo(400);
        assertThat(post(REDRIVES, "{}", key).status()).isEqualTo(400);

        assertThat(post(IDS, "{\"contractIds\":[451]}", key).status()).isEqualTo(202);
    }

    @Test
    void aDryRunDoesNotUseUpItsKey() {
        assertThat(post(REDRIVES, "{\"filter\":{},\"dryRun\":true}", key).status())
                .isEqualTo(200);
        assertThat(post(REDRIVES, REDRIVE, key).status()).isEqualTo(202);
    }

    @Test
    void atOnceOverTwoReplicasOneCallIsDoneAndTheOthersGetItsAnswerOrAreToldToWait() throws Exception {
        try (var other = ApiReplica.start(database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = List.of(caller, other.caller().operator());
            long before = redrives();
            List<Callable<Caller.Answer>> calls = new ArrayList<>();
            IntStream.range(0, 16)
                    .forEach(call -> calls.add(
                            () -> callers.get(call % 2).post(REDRIVES, REDRIVE, "Idempotency-Key", "\"" + key + "\"")));
            var answers = new ArrayList<Caller.Answer>();
            for (var done : threads.invokeAll(calls)) {
                answers.add(done.get());
            }

            assertThat(answers)
                    .extracting(Caller.Answer::status)
                    .containsOnly(202, 409)
                    .contains(202);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 409)
                    .allSatisfy(
                            answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
            assertThat(redrives() - before).isEqualTo(1);
            var last = other.caller().operator().post(REDRIVES, REDRIVE, "Idempotency-Key", key);
            assertThat(last.status()).isEqualTo(202);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 202)
                    .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(last.body()));
        }
    }

    private long redrives() {
        return sql.sql("select count(*) from redrive").query(Long.class).single();
    }

    private long published(long id) {
        return topics.read(topics.topics().contractIds()).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(Long.toString(id)))
                .count();
    }

    private Caller.Answer post(String path, String body, String value) {
        return caller.post(path, body, "Idempotency-Key", value);
    }
}
