package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.redrives.ApiProcess;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Records that are small on the topic and large in memory do not crash the process, with the heap size of the
/// deployment.
class LargeRecordsTests {

    private static final int SIZE = 30 << 20;
    private static final int LETTERS = 25;

    private final Database database = MigratedDatabase.create();
    private final IdTopics topics = new IdTopics(database);
    private final JdbcClient sql = MigratedDatabase.client(database);
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ApiProcess api;

    @BeforeEach
    void fill() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Engines.shared().bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        3 * SIZE,
                        "buffer.memory",
                        5L * SIZE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            var letter = topics.letter(7, FailureReason.ESI_SERVER_ERROR);
            for (int each = 0; each < LETTERS - 3; each++) {
                sent.add(producer.send(record(letter, each % 2 == 0 ? padded(1_000 + each) : sevens())));
                sent.add(producer.send(
                        new ProducerRecord<>(topics.topics().retry(0), 0, null, null, padded(2_000 + each))));
            }
            sent.add(producer.send(record(letter, manyFields(3_000))));
            sent.add(producer.send(new ProducerRecord<>(letter.topic(), 0, sevens(), sevens())));
            var headers = new ProducerRecord<byte[], byte[]>(letter.topic(), 0, null, "4000".getBytes(UTF_8));
            headers.headers().add("large", sevens());
            sent.add(producer.send(headers));
            for (var each : sent) {
                each.get();
            }
        }
        api = ApiProcess.start(database);
    }

    @AfterEach
    void close() {
        api.kill();
        threads.close();
        topics.close();
    }

    @Test
    void theyAreProjectedReadByManyAtOnceAndReplayedWhole() throws Exception {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(api.process().isAlive()).as("the process lives").isTrue();
            return count("dead_letter") == LETTERS && count("retry_record") == LETTERS - 3;
        });
        assertThat(sql.sql("select max(octet_length(value)) from dead_letter")
                        .query(Integer.class)
                        .single())
                .isLessThanOrEqualTo(256 * 1024);
        var id = sql.sql("select id from dead_letter where contract_id = 1002")
                .query(String.class)
                .single();
        var operator = api.caller().operator();
        JsonNode letter = operator.get("/api/dead-letters/" + id).json();
        assertThat(letter.path("valueBytes").asInt()).isEqualTo(SIZE);
        assertThat(letter.path("value").path("truncated").asBoolean()).isTrue();

        var answers = atOnce(operator, "/api/dead-letters/" + id + "/value", 16);

        assertThat(answers).allSatisfy(answer -> {
            if (answer.status() == 503) {
                assertThat(answer.retryAfter()).isNotEmpty();
            } else {
                assertThat(answer.bytes()).isEqualTo(SIZE);
            }
        });
        assertThat(answers).anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(atOnce(operator, "/api/dead-letters/" + id, 16))
                .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));

        operator.post("/api/redrives", "{\"ids\":[\"" + id + "\"],\"note\":\"x\"}");
        await().atMost(Duration.ofSeconds(30)).until(() -> !topics.replays().isEmpty());

        assertThat(topics.replays().getFirst().value()).isEqualTo(padded(1_002));
        assertThat(api.process().isAlive()).as("the process lives").isTrue();
    }

    /// @param bytes the number of bytes; the bytes themselves are not kept
    private record Answer(int status, String retryAfter, long bytes) {

        static Answer of(HttpResponse<InputStream> response) {
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(""),
                    length(response.body()));
        }
    }

    private List<Answer> atOnce(Caller caller, String path, int callers) {
        var calls = new ArrayList<CompletableFuture<Answer>>();
        for (int each = 0; each < callers; each++) {
            calls.add(http.sendAsync(caller.request(path).GET().build(), BodyHandlers.ofInputStream())
                    .thenApplyAsync(Answer::of, threads));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static long length(InputStream body) {
        try (body) {
            long length = 0;
            var part = new byte[65_536];
            for (int read = body.read(part); read >= 0; read = body.read(part)) {
                length += read;
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(ProducerRecord<byte[], byte[]> like, byte[] value) {
        return new ProducerRecord<>(like.topic(), 0, like.timestamp(), like.key(), value, like.headers());
    }

    private static byte[] sevens() {
        var value = new byte[SIZE];
        Arrays.fill(value, (byte) '7');
        return value;
    }

    private static byte[] padded(long id) {
        var value = new byte[SIZE];
        Arrays.fill(value, (byte) ' ');
        var message = ("{\"contractId\":" + id + "}").getBytes(UTF_8);
        System.arraycopy(message, 0, value, 0, message.length);
        return value;
    }

    private static byte[] manyFields(long id) {
        var message = new StringBuilder("{\"contractId\":" + id);
        for (int each = 0; message.length() < SIZE / 6; each++) {
            message.append(",\"").append(each).append("\":1");
        }
        return message.append('}').toString().getBytes(UTF_8);
    }

    private long count(String from) {
        return sql.sql("select count(*) from " + from).query(Long.class).single();
    }
}
