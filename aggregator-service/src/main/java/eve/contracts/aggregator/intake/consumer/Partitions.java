package eve.contracts.aggregator.intake.consumer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.support.Acknowledgment;

/// The partitions of one topic that are assigned to this process.
///
/// Not safe for threads; its listener guards it.
final class Partitions {

    private final InFlightWindow window;
    private final Map<TopicPartition, PartitionState> states = new HashMap<>();
    /// All of them; the first is next to start a record.
    private final Deque<PartitionState> turns = new ArrayDeque<>();

    Partitions(InFlightWindow window) {
        this.window = window;
    }

    PartitionState add(ConsumerRecord<byte[], byte[]> record, Acknowledgment acknowledgment, Instant due) {
        var state = states.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), this::begin);
        state.add(new TrackedRecord(record, state, acknowledgment, due));
        return state;
    }

    private PartitionState begin(TopicPartition partition) {
        var state = new PartitionState(partition);
        turns.addLast(state);
        window.addPartitions(1);
        return state;
    }

    int count() {
        return turns.size();
    }

    PartitionState current() {
        return turns.getFirst();
    }

    void nextTurn() {
        turns.addLast(turns.removeFirst());
    }

    void forEachRunning(Consumer<TrackedRecord> action) {
        turns.forEach(state -> state.forEachRunning(action));
    }

    List<PartitionState> of(Collection<TopicPartition> partitions) {
        return partitions.stream().map(states::get).filter(Objects::nonNull).toList();
    }

    /// Ends these assignments.
    List<PartitionState> revoke(Collection<TopicPartition> partitions) {
        var revoked = of(partitions);
        partitions.forEach(states::remove);
        turns.removeAll(revoked);
        window.addPartitions(-revoked.size());
        revoked.forEach(PartitionState::revoke);
        return revoked;
    }

    boolean isSettled(TopicPartition partition) {
        var state = states.get(partition);
        return state == null || state.isSettled();
    }

    int held() {
        return turns.stream().mapToInt(PartitionState::held).sum();
    }

    boolean isAnyFull() {
        return turns.stream().anyMatch(PartitionState::isFull);
    }

    double blockedSeconds(Instant now) {
        return most(state -> state.blockedSeconds(now));
    }

    double overdueSeconds(Instant now) {
        return most(state -> state.overdueSeconds(now));
    }

    private double most(ToDoubleFunction<PartitionState> seconds) {
        return turns.stream().mapToDouble(seconds).max().orElse(0);
    }
}
