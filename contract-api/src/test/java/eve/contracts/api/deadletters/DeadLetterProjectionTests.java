package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.Tables;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/// Separate from other tests, because these dead letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class DeadLetterProjectionTests {

    private final Caller caller;
    private final JdbcClient sql;
    private final Database database;
    private final IdTopics topics;
    private final MeterRegistry metrics;

    DeadLetterProjectionTests(
            @Autowired Caller caller,
            @Autowired JdbcClient sql,
            @Autowired Database database,
            @Autowired MeterRegistry metrics) {
        this.metrics = metrics;
        this.caller = caller;
        this.sql = sql;
        this.database = database;
        this.topics = new IdTopics(database);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aDeadLetterIsThereByteForByteWithAllThatItSays() {
        var sent = topics.letter(7, FailureReason.ESI_SERVER_ERROR);
        var id = topics.send(topics.replayed(sent, 2, null));

        var letter = detail(id);

        assertThat(letter.path("contractId").asLong()).isEqualTo(7);
        assertThat(letter.path("reason").asString()).isEqualTo("ESI_SERVER_ERROR");
        assertThat(letter.path("state").asString()).isEqualTo("OPEN");
        assertThat(letter.path("attempts").asInt()).isEqualTo(5);
        assertThat(letter.path("replayCount").asInt()).isEqualTo(2);
        assertThat(letter.path("diedAt").asString()).isNotEmpty();
        assertThat(letter.at("/key/text").asString()).isEqualTo("7");
        assertThat(bytes(letter.path("value"))).isEqualTo(sent.value());
        assertThat(letter.path("headers")
                        .valueStream()
                        .map(header -> header.path("name").asString()))
                .containsExactlyElementsOf(Arrays.stream(sent.headers().toArray())
                        .map(header -> header.key())
                        .toList());
        var headers = sent.headers().toArray();
        for (int each = 0; each < headers.length; each++) {
            assertThat(bytes(letter.path("headers").path(each))).isEqualTo(headers[each].value());
        }
        assertThat(letter.at("/headers/0").has("text")).isFalse();
        assertThat(letter.at("/headers/3/number").asLong()).isEqualTo(1047);
        assertThat(letter.at("/headers/4/text").asString()).isEqualTo("ESI answered 502");
    }

    @Test
    void whateverSomebodyPutsOnTheTopicIsThereToo() {
        var large = new byte[4 << 20];
        Arrays.fill(large, (byte) '7');
        var nothing = topics.send(new ProducerRecord<>(topics.topics().deadLetters(), 0, null, null));
        var broken = topics.send(record(new byte[] {(byte) 0xff, 0, (byte) 0x80}, new byte[] {0, 0}));
        var deep = topics.send(record(null, "[".repeat(100_000).getBytes(UTF_8)));
        var whole = topics.send(record(null, large));
        var odd = record("k".getBytes(UTF_8), "{\"contractId\":5}".getBytes(UTF_8));
        odd.headers()
                .add("nul\u0000name", new byte[] {0})
                .add("", new byte[0])
                .add("without", null)
                .add(HeaderNames.FAILURE_REASON, "a\u0000b'; drop table dead_letter".getBytes(UTF_8))
                .add(HeaderNames.ATTEMPTS, "99999999999999999999".getBytes(UTF_8))
                .add(HeaderNames.REPLAY_COUNT, null)
                .add(HeaderNames.REDRIVE_ID, "-1".getBytes(UTF_8));
        var strange = topics.send(odd);

        assertThat(detail(nothing).has("key") || detail(nothing).has("value")).isFalse();
        assertThat(detail(nothing).path("reason").asString()).isEqualTo("UNSPECIFIED");
        assertThat(bytes(detail(broken).path("key"))).containsExactly(0xff, 0, 0x80);
        assertThat(detail(broken).path("value").has("text")).isFalse();
        assertThat(detail(deep).has("contractId")).isFalse();
        assertThat(detail(whole).path("valueBytes").asInt()).isEqualTo(large.length);
        assertThat(detail(whole).path("value").path("truncated").asBoolean()).isTrue();
        assertThat(caller.operator()
                        .get("/api/dead-letters/" + whole + "/value")
                        .body())
                .isEqualTo(new String(large, UTF_8));
        assertThat(caller.operator()
                        .get("/api/dead-letters/" + nothing + "/value")
                        .status())
                .isEqualTo(404);
        var letters = caller.operator().get("/api/dead-letters/" + deep + "/value");
        assertThat(letters.body()).hasSize(100_000);
        assertThat(letters.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(detail(deep).path("value").path("text").asString()).isEqualTo("[".repeat(64 * 1024));
        var letter = detail(strange);
        assertThat(letter.path("contractId").asLong()).isEqualTo(5);
        assertThat(letter.path("reason").asString()).isEqualTo("UNSPECIFIED");
        assertThat(letter.path("attempts").asInt()).isZero();
        assertThat(letter.at("/headers/0/name").asString()).isEqualTo("nul\u0000name");
        assertThat(letter.at("/headers/1/base64").asString()).isEmpty();
        assertThat(letter.at("/headers/2").has("base64")).isFalse();
    }

    @Test
    void whileTheDatabaseDoesNotTakeThemNoneIsLostAndEachIsThereOnce() {
        detail(topics.send(topics.letter(1, FailureReason.STORE_FAILED)));
        long before = count();
        sql.sql("alter table dead_letter rename to out_of_reach").update();
        try {
            topics.sendAll(
                    LongStream.rangeClosed(1, 500).mapToObj(id -> topics.letter(id, FailureReason.STORE_FAILED)));
            await().atMost(Duration.ofSeconds(30)).until(() -> failures() > 0);
        } finally {
            sql.sql("alter table out_of_reach rename to dead_letter").update();
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> count() == before + 500);
    }

    @Test
    void aRebuildBringsBackEveryRowAndEveryDecision() {
        var ids = new ArrayList<String>();
        for (long id = 1; id <= 5; id++) {
            ids.add(topics.send(topics.letter(id, FailureReason.ESI_UNREACHABLE)));
        }
        ids.forEach(this::detail);
        caller.operator().post("/api/dead-letters/" + ids.get(2) + "/discard", "{\"note\":\"known\"}");
        var before = rows(ids);

        Tables.empty(sql, "dead_letter");
        try (var _ = ApiReplica.start(database, "contracts.projection.group-id=" + database.name() + "-again")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(rows(ids)).isEqualTo(before));
        }

        assertThat(detail(ids.get(2)).path("state").asString()).isEqualTo("DISCARDED");
        assertThat(detail(ids.get(2)).at("/decision/note").asString()).isEqualTo("known");
    }

    @Test
    void aRebuildReadsAnewWhatAnEarlierReleaseMisread() {
        var id = topics.send(topics.letter(9, FailureReason.ESI_UNREACHABLE));
        var before = detail(id);
        sql.sql("update dead_letter set contract_id = null, reason = 'X', attempts = 0 where id = ?")
                .param(id)
                .update();

        try (var _ = ApiReplica.start(database, "contracts.projection.group-id=" + database.name() + "-anew")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(detail(id)).isEqualTo(before));
        }
    }

    private ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte[] value) {
        return new ProducerRecord<>(topics.topics().deadLetters(), 1, key, value);
    }

    private JsonNode detail(String id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator().get("/api/dead-letters/" + id), answer -> answer.status() == 200)
                .json();
    }

    private double failures() {
        return metrics.counter("projection.failures").count();
    }

    private long count() {
        return sql.sql("select count(*) from dead_letter").query(Long.class).single();
    }

    /// Returns each row as one text.
    private List<String> rows(List<String> ids) {
        return sql.sql("select dead_letter::text from dead_letter where id in (:ids) order by id")
                .param("ids", ids)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static byte[] bytes(JsonNode node) {
        return Base64.getDecoder().decode(node.path("base64").asString());
    }
}
