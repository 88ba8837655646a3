package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.GroupTimings;
import eve.contracts.model.HeaderNames;
import eve.contracts.schema.MigratedDatabase;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An unreadable record batch stops only its partition, is logged, and is given up when a person confirms it.
@ExtendWith(OutputCaptureExtension.class)
class UnreadableBatchTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Offsets in a record batch (KIP-98): its version, its checksum, and the beginning of the data under the
    /// checksum.
    private static final int MAGIC = 16;

    private static final int CRC = 17;

    private static final int ATTRIBUTES = 21;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EsiSimulator esi;
    private List<String> arguments;
    private String topic;
    private TopicProbe probe;

    @BeforeAll
    static void start() {
        EmbeddedKafka.Options options = EmbeddedKafka.options().directory(directory);
        GroupTimings.QUICK.forEach(options::property);
        kafka = options.start();
        esi = EsiSimulator.start(StillUniverse.of(40));
    }

    @AfterAll
    static void stop() {
        esi.close();
        kafka.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        var database = MigratedDatabase.create();
        arguments =
                Worker.arguments(database, esi.baseUrl(), "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        topic = database.name() + "-contract-ids";
        probe = new TopicProbe(kafka.bootstrapServers());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 6, (short) 1))).all().get();
        }
    }

    @AfterEach
    void closeProbe() {
        probe.close();
    }

    @Test
    void itStopsItsPartitionOnlyAndIsGivenUpWhenThatIsConfirmedAndItsPlaceIsKept(CapturedOutput output)
            throws Exception {
        publish(0, 0, 2);
        publish(0, 4, 3);
        corruptLastBatch(0, segment -> flip(segment, segment.length() - 1, 1));
        publish(0, 10, 2);
        publish(1, 2, 2);
        publish(1, 7, 3);
        corruptLastBatch(1, UnreadableBatchTests::unknownCodec);
        publish(1, 20, 2);
        corruptLastBatch(1, UnreadableBatchTests::unknownCodec);
        publish(1, 12, 2);
        publish(2, 14, 3);
        List<Long> readable =
                esi.contractIds().stream().limit(17).filter(this::isReadable).toList();

        try (ConfigurableApplicationContext worker = run()) {
            awaitAnswered(worker, readable);
            await().atMost(PATIENCE).until(() -> unreadable(worker) == 2);
            awaitAnswered(worker, publish(2, 17, 3));
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> unreadable(worker) == 2);
        }
        assertThat(output.toString().lines().filter(line -> line.contains(" ERROR ")))
                .hasSizeLessThanOrEqualTo(4)
                .anySatisfy(line -> assertThat(line).contains("skip-unreadable=" + topic + "-0@2-4"))
                .anySatisfy(line -> assertThat(line).contains("skip-unreadable=" + topic + "-1@2-6"));

        try (ConfigurableApplicationContext worker =
                run("contracts.intake.skip-unreadable=%1$s-0@2-4,%1$s-1@2-4".formatted(topic))) {
            awaitAnswered(worker, esi.contractIds().subList(10, 12));
            await().atMost(PATIENCE).until(() -> unreadable(worker) == 1);
            // At least once: the consumer ends because of the codec before it commits the skipped offsets.
            assertThat(deadLetters()).containsOnly("0@2", "0@3", "0@4", "1@2", "1@3", "1@4");
        }
        assertThat(output.toString().lines().filter(line -> line.contains("is given up, as confirmed")))
                .hasSize(2);
    }

    @Test
    void soDoesOneWhoseHeaderIsDamagedAndWhichTheConsumerDoesNotName(CapturedOutput output) throws Exception {
        publish(0, 0, 3);
        corruptLastBatch(0, segment -> flip(segment, MAGIC, 9));
        publish(0, 3, 2);
        List<Long> others = publish(2, 5, 3);

        try (ConfigurableApplicationContext worker = run()) {
            awaitAnswered(worker, others);
            await().atMost(PATIENCE).until(() -> unreadable(worker) == 1);
            awaitAnswered(worker, publish(2, 8, 3));
        }
        assertThat(output).contains("skip-unreadable=" + topic + "-0@0-2");

        try (ConfigurableApplicationContext worker = run("contracts.intake.skip-unreadable=" + topic + "-0@0-2")) {
            awaitAnswered(worker, esi.contractIds().subList(3, 5));
            assertThat(deadLetters()).containsExactlyInAnyOrder("0@0", "0@1", "0@2");
            assertThat(unreadable(worker)).isZero();
        }
    }

    /// Their places.
    private List<String> deadLetters() {
        List<ConsumerRecord<byte[], byte[]>> dead = probe.read(topic + "-dlt");
        assertThat(dead).allSatisfy(letter -> {
            assertThat(letter.value()).isNull();
            assertThat(text(letter, HeaderNames.ORIGINAL_TOPIC)).isEqualTo(topic);
            assertThat(text(letter, HeaderNames.FAILURE_REASON)).isEqualTo("UNREADABLE");
            assertThat(text(letter, HeaderNames.EXCEPTION_MESSAGE)).contains("cannot be read");
        });
        return dead.stream()
                .map(letter -> bytes(letter, HeaderNames.ORIGINAL_PARTITION).getInt() + "@"
                        + bytes(letter, HeaderNames.ORIGINAL_OFFSET).getLong())
                .toList();
    }

    private boolean isReadable(long id) {
        int index = esi.contractIds().indexOf(id);
        return index < 4 || index >= 14;
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

    private static void flip(RandomAccessFile file, long at, int bits) throws IOException {
        file.seek(at);
        int now = file.read();
        file.seek(at);
        file.write(now ^ bits);
    }

    /// The last batch names an unknown codec, with the right checksum.
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

    private static ByteBuffer bytes(ConsumerRecord<byte[], byte[]> record, String name) {
        return ByteBuffer.wrap(record.headers().lastHeader(name).value());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
