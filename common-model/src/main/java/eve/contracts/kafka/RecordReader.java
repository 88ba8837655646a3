package eve.contracts.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads a single record with all its bytes, by partition and offset: for records that are too large to be kept
/// in memory.
///
/// Takes up to twice the record's size in memory while it reads, and once the size after that; callers limit
/// the number of simultaneous reads. Safe for threads.
public final class RecordReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> properties;

    /// @param properties the properties of a consumer that can reach Kafka; it joins no group
    public RecordReader(Map<String, Object> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.keySet().removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.CLIENT_ID_CONFIG));
        this.properties.putAll(Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                // Kafka returns the first batch whatever its size, and no second one is needed.
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                1));
    }

    /// @return the record, or `null` when the topic does not contain it
    /// @throws TimeoutException when Kafka did not answer within `patience`
    public @Nullable ConsumerRecord<byte[], byte[]> read(TopicPartition partition, long offset, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            while (System.nanoTime() < end) {
                for (var record : consumer.poll(POLL)) {
                    return record.offset() == offset ? record : null;
                }
            }
            throw new TimeoutException("Kafka did not give " + partition + "@" + offset + " within " + patience);
        } catch (OffsetOutOfRangeException _) {
            return null;
        }
    }
}
