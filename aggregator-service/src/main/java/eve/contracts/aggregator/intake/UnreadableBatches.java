package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.intake.retry.Failure;
import eve.contracts.aggregator.intake.retry.RetryPublisher;
import eve.contracts.logging.SparseLog;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

/// Handles record batches that the consumer cannot read: their checksum or header is wrong, or their codec is
/// not available.
///
/// The partition of such a batch is paused, so that others continue, until the worker starts again. By then the
/// batch may be readable, or a person may have confirmed in `contracts.intake.skip-unreadable` which offsets to
/// give up. Each of these that cannot be read then becomes a dead letter without value, and the records after
/// them are read. Nothing else is given up: with a missing codec, valid records would become dead letters.
///
/// Only the container's thread calls it.
final class UnreadableBatches {

    private static final Logger log = LoggerFactory.getLogger(UnreadableBatches.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Pattern partitionOfTopic;
    private final String topic;
    private final List<OffsetRange> confirmed;
    private final RetryPublisher publisher;
    private final BatchProbe probe;
    private final Map<TopicPartition, SparseLog> logs = new HashMap<>();
    private final Set<OffsetRange> logged = new HashSet<>();
    private final Set<TopicPartition> standing = ConcurrentHashMap.newKeySet();

    /// @param confirmed offsets to give up where they cannot be read, in the form of [OffsetRange]
    UnreadableBatches(
            String topic,
            Collection<String> confirmed,
            RetryPublisher publisher,
            BatchProbe probe,
            MeterRegistry meters) {
        this.topic = topic;
        this.partitionOfTopic = Pattern.compile(Pattern.quote(topic) + "-(\\d+)(?!\\d)");
        this.confirmed = confirmed.stream().map(OffsetRange::parse).toList();
        this.publisher = publisher;
        this.probe = probe;
        Gauge.builder("intake.unreadable", standing, Set::size)
                .description("Partitions that stand still because a record batch of theirs cannot be read")
                .tag("topic", topic)
                .register(meters);
    }

    /// @return whether the exception is about an unreadable batch, which is handled then
    boolean handle(Exception e, Consumer<?, ?> consumer, MessageListenerContainer container)
            throws InterruptedException {
        TopicPartition partition = named(e);
        if (partition == null && BatchProbe.isOfABatch(e)) {
            partition = probe.unreadable(positions(consumer));
        }
        if (partition == null || !consumer.assignment().contains(partition)) {
            return false;
        }
        long offset = consumer.position(partition, PATIENCE);
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        OffsetRange range = confirmed(partition, offset);
        if (range != null) {
            giveUp(partition, offset, cause, range);
        } else {
            standStill(partition, offset, cause, container);
            consumer.pause(List.of(partition));
        }
        // Also for a paused partition: a batch whose header is damaged would stay first in the fetched data and
        // end each poll. The consumer drops it when the position is another.
        consumer.seek(partition, offset + 1);
        return true;
    }

    /// Returns whether the partition is paused, so that its position has no meaning.
    boolean standsStill(TopicPartition partition) {
        return standing.contains(partition);
    }

    private Map<TopicPartition, Long> positions(Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            if (!standing.contains(partition)) {
                positions.put(partition, consumer.position(partition, PATIENCE));
            }
        }
        return positions;
    }

    private @Nullable OffsetRange confirmed(TopicPartition partition, long offset) {
        return confirmed.stream()
                .filter(range -> range.contains(partition, offset))
                .findFirst()
                .orElse(null);
    }

    private void giveUp(TopicPartition partition, long offset, Throwable cause, OffsetRange range)
            throws InterruptedException {
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
        publisher.deadLetter(
                place,
                new Failure(FailureReason.UNREADABLE, cause.getClass(), "The record batch cannot be read: " + cause));
        if (logged.add(range)) {
            log.warn(
                    "{}@{} cannot be read and is given up, as confirmed, as is what follows up to {}; each offset is kept"
                            + " as a dead letter",
                    partition,
                    offset,
                    range.last());
        }
    }

    private void standStill(
            TopicPartition partition, long offset, Throwable cause, MessageListenerContainer container) {
        logs.computeIfAbsent(partition, _ -> new SparseLog(log))
                .error(
                        cause,
                        "{} is paused at offset {}: the record batch there cannot be read. Repair it (another replica"
                                + " as leader, the missing codec) and start this worker again, or give the batch up with"
                                + " contracts.intake.skip-unreadable={}, which keeps its place as dead letters",
                        partition,
                        offset,
                        new OffsetRange(partition.toString(), offset, probe.lastUnreadable(partition, offset)));
        standing.add(partition);
        container.pausePartition(partition);
    }

    /// Forgets partitions that were revoked or lost.
    void forget(Collection<TopicPartition> partitions, MessageListenerContainer container) {
        for (TopicPartition partition : partitions) {
            if (standing.remove(partition)) {
                container.resumePartition(partition);
            }
        }
    }

    private @Nullable TopicPartition named(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            Matcher matcher = partitionOfTopic.matcher(message);
            if (BatchProbe.OF_A_PARTITION.matcher(message).find() && matcher.find()) {
                return new TopicPartition(topic, Integer.parseInt(matcher.group(1)));
            }
        }
        return null;
    }
}
