package eve.contracts.aggregator.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ListenerMetadata;
import org.springframework.kafka.listener.OffsetAndMetadataProvider;

/// Chooses the position from which each partition is read, so that no record of the topic is skipped.
///
/// Each committed offset carries the topic's id (KIP-516). An offset with another id was committed for a
/// deleted topic of the same name and is not valid for this one. The reset policy is `none`, so that records
/// which retention deleted before they were read are noticed, logged and counted.
///
/// Not safe for threads, except [#isOf] and [#toOffsetAndMetadata]; the container's thread calls the rest.
final class Positions implements OffsetAndMetadataProvider {

    private static final Logger log = LoggerFactory.getLogger(Positions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String topic;
    private final Supplier<Uuid> currentId;
    private final MeterRegistry meters;
    /// The last committed position, as far as is known here.
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /// The position at which the partition was settled at the last check.
    private final Map<TopicPartition, Long> settled = new HashMap<>();

    private volatile @Nullable Uuid id;

    /// @param currentId asks Kafka for the topic's id
    Positions(String topic, Supplier<Uuid> currentId, MeterRegistry meters) {
        this.topic = topic;
        this.currentId = currentId;
        this.meters = meters;
    }

    /// Seeks to the beginning of each partition that has no committed offset, or none of this topic.
    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Uuid now = currentId.get();
        Uuid before = id;
        if (before == null || consumer.assignment().size() == partitions.size()) {
            id = now;
        }
        List<TopicPartition> fromTheBeginning = new ArrayList<>();
        List<TopicPartition> ofAnotherTopic = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(new HashSet<>(partitions), PATIENCE);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = known.get(partition);
            committed.remove(partition);
            settled.remove(partition);
            if (offset == null) {
                fromTheBeginning.add(partition);
            } else if (!offset.metadata().isEmpty() && !offset.metadata().equals(now.toString())) {
                ofAnotherTopic.add(partition);
            } else {
                committed.put(partition, offset.offset());
            }
        }
        if (!ofAnotherTopic.isEmpty()) {
            log.warn("{} was deleted and created again: {} are read from their beginning", topic, ofAnotherTopic);
            fromTheBeginning.addAll(ofAnotherTopic);
        }
        if (!fromTheBeginning.isEmpty()) {
            consumer.seekToBeginning(fromTheBeginning);
        }
    }

    /// Continues at the current beginning of the partitions, and logs how many records were deleted before they
    /// were read.
    void outOfRange(OffsetOutOfRangeException e, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> positions = e.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(positions.keySet(), PATIENCE);
        positions.forEach((partition, position) -> {
            long begin = Objects.requireNonNullElse(begins.get(partition), 0L);
            if (begin > position) {
                log.warn(
                        "Retention has deleted the records {} to {} of {} before they were read; give the topic a longer"
                                + " retention.ms, or the worker more throughput",
                        position,
                        begin - 1,
                        partition);
                meters.counter("intake.retention.skipped", "topic", topic).increment(begin - position);
            } else {
                log.warn("{} ends before the position {}: it is read from its beginning", partition, position);
            }
            committed.remove(partition);
        });
        consumer.seekToBeginning(positions.keySet());
    }

    /// Commits the position of a partition of which no record is in flight: past the markers of transactions,
    /// which are no records, and again after a failed commit.
    ///
    /// A position is committed when two checks in a row see it: at the first one the container may still have
    /// to commit the last records, and would set the offset back.
    void commitSettled(Consumer<?, ?> consumer, TopicPartition partition) {
        try {
            long position = consumer.position(partition, PATIENCE);
            boolean seenBefore = Objects.equals(settled.put(partition, position), position);
            if (seenBefore && position > committed.getOrDefault(partition, -1L)) {
                consumer.commitSync(Map.of(partition, commit(position)), PATIENCE);
                committed.put(partition, position);
            }
        } catch (TimeoutException | CommitFailedException | RebalanceInProgressException e) {
            log.debug("The position of {} cannot be committed yet", partition, e);
        }
    }

    /// Returns whether the topic that is being read has this id.
    boolean isOf(Uuid other) {
        Uuid known = id;
        return known == null || known.equals(other);
    }

    @Override
    public OffsetAndMetadata provide(ListenerMetadata listener, long offset) {
        return commit(offset);
    }

    private OffsetAndMetadata commit(long offset) {
        return new OffsetAndMetadata(offset, Optional.empty(), String.valueOf(id));
    }
}
