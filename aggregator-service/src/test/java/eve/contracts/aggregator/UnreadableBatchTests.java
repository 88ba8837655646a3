package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.Engines;
import eve.contracts.engines.test.GroupTimings;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A record batch that cannot be read stops its partition only, is told, and is given up when a person confirms it.
@ExtendWith(OutputCaptureExtension.class)
class UnreadableBatchTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Of a record batch (KIP-98): its checksum, and where what the checksum is over begins.
    private static final int CRC = 17;

    private static final int ATTRIBUTES = 21;

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private EsiSimulator esi;
    private List<String> arguments;
    private String topic;
    private TopicProbe probe;

    @BeforeEach
    void start() {
        EmbeddedKafka.Options options = EmbeddedKafka.options().directory(directory);
        GroupTimings.QUICK.forEach(options::property);
        kafka = options.start();
        esi = EsiSimulator.start(StillUniverse.of(40));
        var database = Engines.shared().createDatabase();
        arguments =
                Worker.arguments(database, esi.baseUrl(), "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        topic = database.name() + "-contract-ids";
        probe = new TopicProbe(kafka.bootstrapServers());
    }

    @AfterEach
    void stop() {
        probe.close();
        esi.close();
        kafka.close();
    }

    @Test
    void itStopsItsPartitionOnlyAndIsGivenUpWhenThatIsConfirmedAndItsPlaceIsKept(CapturedOutput output)
            throws Exception {
        try (ConfigurableApplicationContext worker = run()) {
            awaitAnswered(worker, publish(0, 0, 2));
            awaitAnswered(worker, publish(1, 2, 2));
        }
        publish(0, 4, 3);
        corruptLastBatch(0, segment -> flip(segment, segment.length() - 1));
        publish(1, 7, 3);
        corruptLastBatch(1, UnreadableBatchTests::unknownCodec);
        publish(0, 10, 2);
        publish(1, 12, 2);
        List<Long> others = publish(2, 14, 3);
        int before = output.length();

        try (ConfigurableApplicationContext worker = run()) {
            awaitAnswered(worker, others);
            await().atMost(PATIENCE).until(() -> unreadable(worker) == 2);
            awaitAnswered(worker, publish(2, 17, 3));
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> unreadable(worker) == 2);
        }
        assertThat(output.toString().substring(before).lines().filter(line -> line.contains(" ERROR ")))
                .hasSizeLessThanOrEqualTo(4)
                .anySatisfy(line -> assertThat(line).contains(topic + "-0 stands still at offset 2", "skip-unreadable"))
                .anySatisfy(line -> assertThat(line).contains(topic + "-1 stands still at offset 2"));

        try (ConfigurableApplicationContext worker =
                run("contracts.intake.skip-unreadable=%1$s-0@2,%1$s-1@2".formatted(topic))) {
            awaitAnswered(worker, esi.contractIds().subList(10, 14));
            List<ConsumerRecord<byte[], byte[]>> dead = probe.read(topic + "-dlt");
            assertThat(dead).hasSize(6).allSatisfy(letter -> {
                assertThat(letter.value()).isNull();
                assertThat(text(letter, HeaderNames.ORIGINAL_TOPIC)).isEqualTo(topic);
                assertThat(text(letter, HeaderNames.FAILURE_REASON)).isEqualTo("UNREADABLE");
                assertThat(text(letter, HeaderNames.EXCEPTION_MESSAGE)).contains("cannot be read");
            });
            assertThat(dead.stream()
                            .map(letter -> ByteBuffer.wrap(letter.headers()
                                                    .lastHeader(HeaderNames.ORIGINAL_PARTITION)
                                                    .value())
                                            .getInt()
                                    + "@"
                                    + ByteBuffer.wrap(letter.headers()
                                                    .lastHeader(HeaderNames.ORIGINAL_OFFSET)
                                                    .value())
                                            .getLong()))
                    .containsExactlyInAnyOrder("0@2", "0@3", "0@4", "1@2", "1@3", "1@4");
            await().atMost(PATIENCE).until(() -> unreadable(worker) == 0);
        }
    }

    private ConfigurableApplicationContext run(String... properties) {
        return AggregatorApplication.application()
                .run(Stream.concat(arguments.stream(), Stream.of(properties).map(each -> "--" + each))
                        .toArray(String[]::new));
    }

    /// As one batch.
    private List<Long> publish(int partition, int from, int count) {
        List<Long> ids = esi.contractIds().subList(from, from + count);
        sendInOneBatch(ids.stream()
                .map(id -> new ProducerRecord<byte[], byte[]>(
                        topic, partition, null, Long.toString(id).getBytes(StandardCharsets.UTF_8)))
                .toList());
        return ids;
    }

    private void sendInOneBatch(List<ProducerRecord<byte[], byte[]>> records) {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        60_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    private interface Corruption {
        void apply(RandomAccessFile segment) throws IOException;
    }

    private void corruptLastBatch(int partition, Corruption corruption) throws IOException {
        Path segment =
                directory.resolve("logs").resolve(topic + "-" + partition).resolve("00000000000000000000.log");
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            corruption.apply(file);
        }
    }

    private static void flip(RandomAccessFile file, long at) throws IOException {
        file.seek(at);
        int now = file.read();
        file.seek(at);
        file.write(now ^ 1);
    }

    /// The last batch claims a codec that nobody knows, with the right checksum.
    private static void unknownCodec(RandomAccessFile file) throws IOException {
        long batch = 0;
        for (long next = 0; next < file.length(); ) {
            batch = next;
            file.seek(next + 8);
            next += 12 + file.readInt();
        }
        file.seek(batch + ATTRIBUTES + 1);
        int attributes = file.read();
        file.seek(batch + ATTRIBUTES + 1);
        file.write(attributes | 7);
        byte[] rest = new byte[(int) (file.length() - batch - ATTRIBUTES)];
        file.seek(batch + ATTRIBUTES);
        file.readFully(rest);
        var crc = new CRC32C();
        crc.update(rest);
        file.seek(batch + CRC);
        file.writeInt((int) crc.getValue());
    }

    private static void awaitAnswered(ConfigurableApplicationContext worker, List<Long> ids) {
        var jdbc = worker.getBean(JdbcClient.class);
        await().atMost(PATIENCE)
                .until(() -> jdbc.sql("select count(*) from contract where contract_id in (:ids)")
                                .param("ids", ids)
                                .query(Long.class)
                                .single()
                        == ids.size());
    }

    private double unreadable(ConfigurableApplicationContext worker) {
        return worker.getBean(MeterRegistry.class)
                .get("intake.unreadable")
                .tag("topic", topic)
                .gauge()
                .value();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
