package eve.contracts.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Creates the id topics as aggregator-service does, and writes records to them in its format.
public final class IdTopics implements AutoCloseable {

    private static final int PARTITIONS = 3;

    private final Topics topics;
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()));
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    Engines.shared().bootstrapServers(),
                    "max.request.size",
                    8_000_000,
                    "linger.ms",
                    0),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    public IdTopics(Database database) {
        this(new Topics(database.name() + "-"));
    }

    private IdTopics(Topics topics) {
        this.topics = topics;
        create(topics);
    }

    /// Creates the topics that do not exist.
    public static void create(Database database) {
        create(new Topics(database.name() + "-"));
    }

    private static void create(Topics topics) {
        create(topics.contractIds(), 4_194_304);
        for (var topic : List.of(topics.deadLetters(), topics.retry(0), topics.retry(1))) {
            create(topic, 4_259_840);
        }
    }

    /// Commits offsets as the worker does after it has processed everything before them. In tests its group has
    /// the name of the database.
    ///
    /// @param offsets the first offset that the worker has not processed, by partition of `contract-ids`
    public void pass(Map<TopicPartition, Long> offsets) {
        var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
        var topicId = get(admin.describeTopics(List.of(topics.contractIds())).allTopicNames())
                .values()
                .iterator()
                .next()
                .topicId()
                .toString();
        offsets.forEach((partition, offset) ->
                committed.put(partition, new OffsetAndMetadata(offset, Optional.empty(), topicId)));
        var group = topics.prefix().substring(0, topics.prefix().length() - 1);
        get(admin.alterConsumerGroupOffsets(group, committed).all());
    }

    /// Commits as if the worker had answered everything on `contract-ids`.
    public void passAll() {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            asked.put(new TopicPartition(topics.contractIds(), partition), OffsetSpec.latest());
        }
        var ends = new HashMap<TopicPartition, Long>();
        get(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        pass(ends);
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void create(String topic, int maxBytes) {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)
                            .configs(Map.of("max.message.bytes", Integer.toString(maxBytes)))))
                    .all()
                    .get();
        } catch (Exception e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        }
    }

    public Topics topics() {
        return topics;
    }

    /// Returns a dead letter in the format of aggregator-service.
    public ProducerRecord<byte[], byte[]> letter(long contractId, FailureReason reason) {
        return letter(contractId, reason, Instant.now());
    }

    public ProducerRecord<byte[], byte[]> letter(long contractId, FailureReason reason, Instant diedAt) {
        var record = new ProducerRecord<byte[], byte[]>(
                topics.deadLetters(),
                null,
                diedAt.toEpochMilli(),
                Long.toString(contractId).getBytes(UTF_8),
                "{\"contractId\":%d, \"regionId\":10000002, \"from\":\"me\"}"
                        .formatted(contractId)
                        .getBytes(UTF_8));
        record.headers()
                .add("mine", new byte[] {0, 1, (byte) 0xff})
                .add(HeaderNames.ORIGINAL_TOPIC, topics.contractIds().getBytes(UTF_8))
                .add(
                        HeaderNames.ORIGINAL_PARTITION,
                        ByteBuffer.allocate(4).putInt(3).array())
                .add(
                        HeaderNames.ORIGINAL_OFFSET,
                        ByteBuffer.allocate(8).putLong(1047).array())
                .add(HeaderNames.EXCEPTION_MESSAGE, "ESI answered 502".getBytes(UTF_8))
                .add(HeaderNames.ATTEMPTS, "5".getBytes(UTF_8))
                .add(HeaderNames.FAILURE_REASON, reason.name().getBytes(UTF_8));
        return record;
    }

    /// Returns a record that waits in a retry tier.
    public ProducerRecord<byte[], byte[]> waiting(long contractId, int tier, Instant due) {
        var record = new ProducerRecord<>(
                topics.retry(tier),
                Long.toString(contractId).getBytes(UTF_8),
                Long.toString(contractId).getBytes(UTF_8));
        record.headers()
                .add(HeaderNames.ATTEMPTS, Integer.toString(tier).getBytes(UTF_8))
                .add(HeaderNames.DUE_AT, due.toString().getBytes(UTF_8));
        return record;
    }

    /// Returns a record that came back from its last replay.
    public ProducerRecord<byte[], byte[]> replayed(
            ProducerRecord<byte[], byte[]> letter, int times, @Nullable Long redrive) {
        letter.headers().add(HeaderNames.REPLAY_COUNT, Integer.toString(times).getBytes(UTF_8));
        if (redrive != null) {
            letter.headers().add(HeaderNames.REDRIVE_ID, Long.toString(redrive).getBytes(UTF_8));
        }
        return letter;
    }

    /// @return the id of the dead letter
    public String send(ProducerRecord<byte[], byte[]> record) {
        try {
            var place = producer.send(record).get();
            return place.partition() + "-" + place.offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void sendAll(Stream<ProducerRecord<byte[], byte[]>> records) {
        records.forEach(producer::send);
        producer.flush();
    }

    /// Returns all records that are on `contract-ids` now.
    public List<ConsumerRecord<byte[], byte[]>> replays() {
        return read(topics.contractIds());
    }

    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Engines.shared().bootstrapServers(), "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    public static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(header -> new String(header.value(), UTF_8))
                .orElse(null);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
