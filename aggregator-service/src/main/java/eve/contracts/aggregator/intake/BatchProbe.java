package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/// Finds the record batches that cannot be read. It uses its own consumer, which belongs to no group, because
/// the intake consumer's exception does not always name the partition, and never the end of the batch.
///
/// Each check takes at most some seconds; what cannot be determined in that time counts as readable.
final class BatchProbe {

    /// The messages of the only exceptions in which the consumer names the partition (CompletedFetch,
    /// FetchCollector).
    static final Pattern OF_A_PARTITION = Pattern.compile("seek past the record"
            + "|corrupt message when fetching offset|Failed to make progress reading messages at");

    private static final Logger log = LoggerFactory.getLogger(BatchProbe.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final ConsumerFactory<byte[], byte[]> consumers;

    BatchProbe(ConsumerFactory<byte[], byte[]> consumers) {
        this.consumers = consumers;
    }

    /// Returns whether a poll failed because of the fetched data. Some of these exceptions are not Kafka's: an
    /// unknown codec causes an IllegalArgumentException (CompressionType#forId).
    static boolean isOfABatch(Throwable e) {
        if (!(e instanceof KafkaException)) {
            return true;
        }
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof CorruptRecordException
                    || OF_A_PARTITION.matcher(String.valueOf(each.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    /// Returns the first partition that cannot be read at its position.
    @Nullable
    TopicPartition unreadable(Map<TopicPartition, Long> positions) {
        long begin = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = open()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(positions.keySet(), PATIENCE);
            for (Map.Entry<TopicPartition, Long> each : positions.entrySet()) {
                if (isOver(begin)) {
                    break;
                }
                if (each.getValue() < ends.getOrDefault(each.getKey(), 0L)
                        && !isReadable(consumer, each.getKey(), each.getValue())) {
                    return each.getKey();
                }
            }
        } catch (KafkaException e) {
            log.debug("Cannot determine which partition is unreadable", e);
        }
        return null;
    }

    /// Returns the last of the consecutive offsets that cannot be read, as far as a binary search finds it.
    ///
    /// @param offset one that cannot be read
    long lastUnreadable(TopicPartition partition, long offset) {
        long begin = System.nanoTime();
        long unreadable = offset;
        try (Consumer<byte[], byte[]> consumer = open()) {
            long readable = Objects.requireNonNullElse(
                    consumer.endOffsets(Set.of(partition), PATIENCE).get(partition), offset + 1);
            long step = 1;
            while (readable - unreadable > 1 && !isOver(begin)) {
                long next = Math.min(offset + step, unreadable + (readable - unreadable) / 2);
                if (isReadable(consumer, partition, next)) {
                    readable = next;
                } else {
                    unreadable = next;
                    step *= 2;
                }
            }
        } catch (KafkaException e) {
            log.debug("Cannot determine the end of the batch at {}@{}", partition, offset, e);
        }
        return unreadable;
    }

    private static boolean isOver(long begin) {
        return System.nanoTime() - begin > AT_MOST.toNanos();
    }

    private static boolean isReadable(Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        long begin = System.nanoTime();
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        try {
            while (consumer.poll(POLL).isEmpty()
                    && consumer.position(partition, PATIENCE) == offset
                    && System.nanoTime() - begin < PATIENCE.toNanos()) {
                // Until something arrives, or the marker of a transaction is passed.
            }
            return true;
        } catch (RuntimeException e) {
            return !isOfABatch(e);
        }
    }

    private Consumer<byte[], byte[]> open() {
        var properties = new Properties();
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        properties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        return consumers.createConsumer(null, "batch-probe", null, properties);
    }
}
