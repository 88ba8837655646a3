package eve.contracts.aggregator.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Measures the lag of each topic at intervals: for each partition assigned to this replica, its end offset
/// minus its committed offset. The end is that of committed transactions, and [Positions] commits past the
/// markers that follow the last record. The consumer's own lag is not used, because it does not change while
/// the consumer is paused.
@Component
class ConsumerLag {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLag.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final MeterRegistry meters;
    private final List<Watched> topics = new CopyOnWriteArrayList<>();

    ConsumerLag(Admin admin, MeterRegistry meters) {
        this.admin = admin;
        this.meters = meters;
    }

    private static final class Watched {
        final String group;
        final Supplier<@Nullable Collection<TopicPartition>> assigned;
        volatile double depth = Double.NaN;

        Watched(String group, Supplier<@Nullable Collection<TopicPartition>> assigned) {
            this.group = group;
            this.assigned = assigned;
        }

        List<TopicPartition> partitions() {
            Collection<TopicPartition> now = assigned.get();
            return now == null ? List.of() : List.copyOf(now);
        }
    }

    /// @param assigned the partitions of the topic that are assigned to this replica; safe for threads
    void watch(String topic, String group, Supplier<@Nullable Collection<TopicPartition>> assigned) {
        var watched = new Watched(group, assigned);
        topics.add(watched);
        Gauge.builder("intake.depth", watched, it -> it.depth)
                .description("Ids of this replica's partitions of the topic that are not acknowledged;"
                        + " NaN while Kafka does not tell")
                .tag("topic", topic)
                .register(meters);
    }

    @Scheduled(fixedRate = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        Map<Watched, List<TopicPartition>> partitions = new HashMap<>();
        topics.forEach(watched -> partitions.put(watched, watched.partitions()));
        try {
            Map<TopicPartition, Long> ends = offsets(partitions.values(), OffsetSpec.latest());
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(partitions);
            Map<TopicPartition, Long> begins = offsets(partitions.values(), OffsetSpec.earliest());
            partitions.forEach((watched, own) -> watched.depth = own.stream()
                    .mapToLong(partition -> depth(
                            ends.getOrDefault(partition, 0L),
                            begins.getOrDefault(partition, 0L),
                            committed.getOrDefault(watched.group, Map.of()).get(partition)))
                    .sum());
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Kafka does not return the offsets of the topics", e);
            topics.forEach(watched -> watched.depth = Double.NaN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long depth(long end, long begin, @Nullable OffsetAndMetadata committed) {
        // Records that retention deleted do not count.
        return Math.max(0, end - Math.max(begin, committed == null ? 0 : committed.offset()));
    }

    private Map<TopicPartition, Long> offsets(Collection<List<TopicPartition>> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(some -> some.forEach(partition -> asked.put(partition, which)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found = admin.listOffsets(
                        asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Map<Watched, List<TopicPartition>> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        partitions.forEach((watched, own) -> {
            if (!own.isEmpty()) {
                asked.put(watched.group, new ListConsumerGroupOffsetsSpec().topicPartitions(own));
            }
        });
        return asked.isEmpty()
                ? Map.of()
                : admin.listConsumerGroupOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
