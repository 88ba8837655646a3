package eve.contracts.aggregator.intake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.support.Acknowledgment;

/// The partitions of one topic that are assigned to this process.
///
/// Not safe for threads; its lane guards it.
final class Assignments {

    private final Window window;
    private final Map<TopicPartition, Assignment> partitions = new HashMap<>();
    /// All of them; the first has its turn.
    private final Deque<Assignment> turns = new ArrayDeque<>();

    Assignments(Window window) {
        this.window = window;
    }

    Assignment deliver(ConsumerRecord<byte[], byte[]> record, Acknowledgment acknowledgment, Instant due) {
        Assignment assignment =
                partitions.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), this::begin);
        assignment.deliver(new Delivery(record, assignment, acknowledgment, due));
        return assignment;
    }

    private Assignment begin(TopicPartition partition) {
        var assignment = new Assignment(partition);
        turns.addLast(assignment);
        window.addPartitions(1);
        return assignment;
    }

    int count() {
        return turns.size();
    }

    Assignment whoseTurnItIs() {
        return turns.getFirst();
    }

    void nextTurn() {
        turns.addLast(turns.removeFirst());
    }

    void forEachRunning(Consumer<Delivery> look) {
        turns.forEach(assignment -> assignment.forEachRunning(look));
    }

    List<Assignment> of(Collection<TopicPartition> keys) {
        return keys.stream().map(partitions::get).filter(Objects::nonNull).toList();
    }

    /// Takes them out for good.
    List<Assignment> remove(Collection<TopicPartition> keys) {
        List<Assignment> removed = of(keys);
        keys.forEach(partitions::remove);
        turns.removeAll(removed);
        window.addPartitions(-removed.size());
        for (Assignment assignment : removed) {
            assignment.dropHeld();
            assignment.revoked = true;
        }
        return removed;
    }

    boolean isSettled(TopicPartition partition) {
        Assignment assignment = partitions.get(partition);
        return assignment == null || assignment.isSettled();
    }

    int held() {
        return turns.stream().mapToInt(Assignment::held).sum();
    }

    boolean isAnyFull() {
        return turns.stream().anyMatch(assignment -> assignment.full);
    }

    double blockedSeconds(Instant now) {
        return turns.stream()
                .mapToDouble(assignment -> assignment.blockedSeconds(now))
                .max()
                .orElse(0);
    }

    double overdueSeconds(Instant now) {
        return turns.stream()
                .mapToDouble(assignment -> assignment.overdueSeconds(now))
                .max()
                .orElse(0);
    }
}
