package eve.contracts.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.Topics;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Records that are small on the topic and large in memory do not end the worker, with the heap of its
/// deployment, and each gets its answer.
class LargeRecordsTests {

    private static final int SIZE = 30 << 20;
    private static final int UNREADABLE = 12;
    private static final int FAILING = 2;
    private static final int STORED = 2;

    @Test
    void eachIsAnsweredOrIsADeadLetterWithAllItsBytes() throws Exception {
        Database database = MigratedDatabase.create();
        var topics = new Topics(database.name() + "-");
        int port = freePort();
        try (EsiSimulator esi = EsiSimulator.start(StillUniverse.of(FAILING + STORED));
                var probe = new TopicProbe(Engines.shared().bootstrapServers())) {
            List<Long> ids = esi.contractIds();
            ids.stream()
                    .limit(FAILING)
                    .forEach(
                            id -> esi.respond("/contracts/public/items/" + id + "?page=1", 500, Map.of(), new byte[0]));
            // Creates the topics; then the records accumulate while no worker runs.
            Worker.startOn(database, esi.baseUrl()).close();
            publishCompressed(topics.contractIds(), ids);

            try (WorkerProcess worker = start(database, esi, port)) {
                assertAnswered(database, topics, probe, worker);
            }
        }
    }

    private static WorkerProcess start(Database database, EsiSimulator esi, int port) {
        return WorkerProcess.start(
                port,
                List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"),
                Worker.arguments(database, esi.baseUrl(), "server.port=" + port));
    }

    private static void assertAnswered(Database database, Topics topics, TopicProbe probe, WorkerProcess worker) {
        var stored = JdbcClient.create(
                        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()))
                .sql("select count(*) from contract");
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            assertThat(worker.isAlive()).as("the process lives").isTrue();
            return worker.isReady()
                    && stored.query(Integer.class).single() == STORED
                    && dead(worker, "UNREADABLE") == UNREADABLE
                    && dead(worker, "ESI_SERVER_ERROR") == FAILING;
        });
        assertThat(probe.read(topics.deadLetters()).stream()
                        .map(ConsumerRecord::value)
                        .map(value -> value == null ? -1 : value.length))
                .hasSize(UNREADABLE + FAILING)
                .containsOnly(SIZE);
    }

    private static double dead(WorkerProcess worker, String reason) throws IOException {
        return worker.metric("contracts_failures_total{reason=\"" + reason + "\",to=\"dead\"");
    }

    private static void publishCompressed(String topic, List<Long> ids) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Engines.shared().bootstrapServers(),
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        2 * SIZE,
                        "buffer.memory",
                        4L * SIZE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long id : ids) {
                producer.send(new ProducerRecord<>(topic, padded("{\"contractId\":" + id + "}", (byte) ' ')));
            }
            for (int each = 0; each < UNREADABLE; each++) {
                producer.send(new ProducerRecord<>(topic, padded("7", (byte) '7')));
            }
        }
    }

    private static byte[] padded(String begin, byte with) {
        byte[] value = new byte[SIZE];
        Arrays.fill(value, with);
        byte[] message = begin.getBytes(UTF_8);
        System.arraycopy(message, 0, value, 0, message.length);
        return value;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
