package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Engines;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every record that `contract-ids` accepts gets an outcome, even if it cannot be sent on, and holds back
/// nothing.
class OversizedRecordTests {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MEGABYTE = 1 << 20;

    private EsiSimulator esi;
    private Worker worker;

    @BeforeEach
    void start() {
        esi = EsiSimulator.start(StillUniverse.of(5));
        worker = Worker.start(esi.baseUrl());
    }

    @AfterEach
    void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aRecordThatKafkaTookCompressedGoesToTheDeadLettersWhole() throws Exception {
        byte[] value = sevens(20 * MEGABYTE);

        publishCompressed(value);

        assertThat(awaitDead().value()).isEqualTo(value);
        awaitAcknowledged();
    }

    @Test
    void aRecordBeyondWhatTheProducerTakesBecomesADeadLetterThatTellsWhereTheWholeRecordStands() throws Exception {
        int size = 36 * MEGABYTE;

        RecordMetadata published = publishCompressed(sevens(size));

        ConsumerRecord<byte[], byte[]> dead = awaitDead();
        assertThat(dead.value()).isNull();
        assertThat(dead.key()).isEqualTo(bytes("key"));
        assertThat(text(dead, HeaderNames.VALUE_OMITTED)).isEqualTo(Integer.toString(size));
        assertThat(text(dead, HeaderNames.FAILURE_REASON)).isEqualTo("UNREADABLE");
        assertThat(text(dead, HeaderNames.ORIGINAL_TOPIC))
                .isEqualTo(worker.topics().contractIds());
        assertThat(ByteBuffer.wrap(dead.headers()
                                .lastHeader(HeaderNames.ORIGINAL_PARTITION)
                                .value())
                        .getInt())
                .isEqualTo(published.partition());
        assertThat(ByteBuffer.wrap(dead.headers()
                                .lastHeader(HeaderNames.ORIGINAL_OFFSET)
                                .value())
                        .getLong())
                .isEqualTo(published.offset());
        awaitAcknowledged();
    }

    @Test
    void aRecordThatTheBrokerRefusesForItsSizeIsNotSentForEver() throws Exception {
        letTake(100_000, worker.topics().retry(0), worker.topics().deadLetters());
        long id = esi.contractIds().getFirst();
        esi.respond("/contracts/public/items/" + id + "?page=1", 500, Map.of(), new byte[0]);

        worker.probe().send(worker.topics().contractIds(), "key", padded(id));

        ConsumerRecord<byte[], byte[]> dead = awaitDead();
        assertThat(dead.value()).isNull();
        assertThat(text(dead, HeaderNames.FAILURE_REASON)).isEqualTo("ESI_SERVER_ERROR");
        assertThat(text(dead, HeaderNames.VALUE_OMITTED)).isEqualTo(Integer.toString(padded(id).length));
        awaitAcknowledged();
    }

    @Test
    void oneOfLowPriorityThatDoesNotFitTheTierIsAnsweredWhereItIs() throws Exception {
        letTake(100_000, worker.topics().retry(0));
        long id = esi.contractIds().getFirst();
        var record = new ProducerRecord<byte[], byte[]>(worker.topics().contractIds(), padded(id));
        record.headers().add(HeaderNames.PRIORITY, bytes("low"));

        worker.probe().send(record);

        await().atMost(PATIENCE).until(() -> worker.count("contract") == 1);
        awaitAcknowledged();
    }

    private RecordMetadata publishCompressed(byte[] value) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Engines.shared().bootstrapServers(),
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        64 * MEGABYTE,
                        "buffer.memory",
                        128L * MEGABYTE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(worker.topics().contractIds(), bytes("key"), value))
                    .get();
        }
    }

    private static void letTake(int bytes, String... topics) throws ExecutionException, InterruptedException {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()))) {
            for (String topic : topics) {
                var most = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(new AlterConfigOp(most, AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
        }
    }

    /// A valid message with a megabyte of data that does not compress.
    private static byte[] padded(long id) {
        byte[] noise = new byte[MEGABYTE];
        new Random(1).nextBytes(noise);
        return bytes("{\"contractId\":%d,\"note\":\"%s\"}"
                .formatted(id, Base64.getEncoder().encodeToString(noise)));
    }

    private static byte[] sevens(int count) {
        byte[] value = new byte[count];
        Arrays.fill(value, (byte) '7');
        return value;
    }

    private ConsumerRecord<byte[], byte[]> awaitDead() {
        return await().atMost(PATIENCE)
                .until(() -> worker.probe().read(worker.topics().deadLetters()), dead -> !dead.isEmpty())
                .getFirst();
    }

    private void awaitAcknowledged() {
        await().atMost(PATIENCE).until(() -> worker.unacknowledged() == 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
