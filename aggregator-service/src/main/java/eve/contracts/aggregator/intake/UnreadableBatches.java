package eve.contracts.aggregator.intake;

import eve.contracts.logging.SparseLog;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Record batches that the consumer cannot read: their checksum is wrong, or their codec is not known here.
///
/// The partition of such a batch stands still, so that others go on, until the worker starts again: the batch may be
/// readable then, or a person may have confirmed in `contracts.intake.skip-unreadable` that it is given up. Then each
/// offset of it becomes a dead letter without value, and what follows is read. Nothing is given up unasked: a missing
/// codec would make dead letters of all that is well.
///
/// Called by the container's thread only.
final class UnreadableBatches {

    private static final Logger log = LoggerFactory.getLogger(UnreadableBatches.class);
    /// The consumer names the partition nowhere else (CompletedFetch, FetchCollector).
    private static final Pattern OF_A_PARTITION =
            Pattern.compile("(?:seek past the record|corrupt message when fetching offset)");

    private final Pattern partitionOfTopic;
    private final String topic;
    private final Set<String> confirmed;
    private final FailureTopics failures;
    private final Map<TopicPartition, SparseLog> logs = new HashMap<>();
    private final Map<TopicPartition, Long> skipping = new HashMap<>();
    private final Set<TopicPartition> standing = ConcurrentHashMap.newKeySet();

    /// @param confirmed places as `topic-partition@offset` whose batch is given up
    UnreadableBatches(String topic, Set<String> confirmed, FailureTopics failures, MeterRegistry meters) {
        this.topic = topic;
        this.partitionOfTopic = Pattern.compile(Pattern.quote(topic) + "-(\\d+)(?!\\d)");
        this.confirmed = confirmed;
        this.failures = failures;
        Gauge.builder("intake.unreadable", standing, Set::size)
                .description("Partitions that stand still because a record batch of theirs cannot be read")
                .tag("topic", topic)
                .register(meters);
    }

    /// @return whether the exception is of a batch that cannot be read; it is dealt with then
    boolean handle(Exception e, Consumer<?, ?> consumer, MessageListenerContainer container)
            throws InterruptedException {
        TopicPartition partition = partition(e);
        if (partition == null || !consumer.assignment().contains(partition)) {
            return false;
        }
        long offset = consumer.position(partition);
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (confirmed.contains(partition + "@" + offset) || offset == skipping.getOrDefault(partition, -1L)) {
            giveUp(partition, offset, cause);
            consumer.seek(partition, offset + 1);
            skipping.put(partition, offset + 1);
        } else {
            standStill(partition, offset, cause, container);
        }
        return true;
    }

    private void giveUp(TopicPartition partition, long offset, Throwable cause) throws InterruptedException {
        var place = new ConsumerRecord<byte[], byte[]>(
                topic,
                partition.partition(),
                offset,
                System.currentTimeMillis(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                java.util.Optional.empty());
        failures.bury(place, FailureReason.UNREADABLE, cause.getClass(), "The record batch cannot be read: " + cause);
        log.warn(
                "{}@{} cannot be read and is given up, as confirmed; its place is kept as a dead letter",
                partition,
                offset);
    }

    private void standStill(
            TopicPartition partition, long offset, Throwable cause, MessageListenerContainer container) {
        logs.computeIfAbsent(partition, _ -> new SparseLog(log))
                .error(
                        cause,
                        "{} stands still at offset {}: the record batch there cannot be read. Mend it (another replica"
                                + " as leader, the missing codec) and start this worker again, or give the batch up with"
                                + " contracts.intake.skip-unreadable={}@{}, which keeps its place as dead letters",
                        partition,
                        offset,
                        partition,
                        offset);
        standing.add(partition);
        container.pausePartition(partition);
    }

    /// They are another consumer's now, or start over.
    void forget(Collection<TopicPartition> partitions, MessageListenerContainer container) {
        for (TopicPartition partition : partitions) {
            skipping.remove(partition);
            if (standing.remove(partition)) {
                container.resumePartition(partition);
            }
        }
    }

    private @Nullable TopicPartition partition(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            Matcher matcher = partitionOfTopic.matcher(message);
            if (OF_A_PARTITION.matcher(message).find() && matcher.find()) {
                return new TopicPartition(topic, Integer.parseInt(matcher.group(1)));
            }
        }
        return null;
    }
}
