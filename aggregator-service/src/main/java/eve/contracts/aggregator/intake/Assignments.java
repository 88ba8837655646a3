package eve.contracts.aggregator.intake;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.support.Acknowledgment;

/// The partitions of one topic that are assigned to this process.
///
/// Not safe for threads; its lane guards it.
final class Assignments {

    private final Map<TopicPartition, Assignment> partitions = new HashMap<>();

    void deliver(ConsumerRecord<byte[], byte[]> record, Acknowledgment acknowledgment, Instant due) {
        Assignment assignment = partitions.computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()), key -> new Assignment());
        assignment.deliver(new Delivery(record, assignment, acknowledgment, due));
    }

    Collection<Assignment> all() {
        return partitions.values();
    }

    List<Assignment> of(Collection<TopicPartition> keys) {
        return keys.stream().map(partitions::get).filter(Objects::nonNull).toList();
    }

    /// Takes them out for good.
    List<Assignment> remove(Collection<TopicPartition> keys) {
        List<Assignment> removed = of(keys);
        keys.forEach(partitions::remove);
        for (Assignment assignment : removed) {
            assignment.dropHeld();
            assignment.revoked = true;
        }
        return removed;
    }

    int held() {
        return partitions.values().stream().mapToInt(Assignment::held).sum();
    }

    double blockedSeconds(Instant now) {
        return partitions.values().stream()
                .mapToDouble(assignment -> assignment.blockedSeconds(now))
                .max()
                .orElse(0);
    }

    double overdueSeconds(Instant now) {
        return partitions.values().stream()
                .mapToDouble(assignment -> assignment.overdueSeconds(now))
                .max()
                .orElse(0);
    }
}
