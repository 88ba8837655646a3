package eve.contracts.aggregator.intake.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One assignment of a partition to this process: its records from delivery to acknowledgement. After the
/// partition is revoked nothing of this assignment is acknowledged.
///
/// Not safe for threads; its listener guards it.
final class PartitionState {

    private final TopicPartition partition;
    private final AckTracker acks = new AckTracker();
    private final Deque<TrackedRecord> held = new ArrayDeque<>();

    private int runningTasks;
    private long unacknowledgedBytes;
    private boolean revoked;
    private boolean full;

    PartitionState(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    void add(TrackedRecord record) {
        acks.add(record);
        unacknowledgedBytes += record.bytes();
        held.addLast(record);
    }

    /// The next record that has not started.
    @Nullable
    TrackedRecord nextHeld() {
        return held.peekFirst();
    }

    void removeNextHeld() {
        held.removeFirst();
    }

    void dropHeld() {
        held.clear();
    }

    int held() {
        return held.size();
    }

    /// Whether everything that was delivered is acknowledged.
    boolean isSettled() {
        return acks.first() == null;
    }

    /// Marks the record as done, and acknowledges what that makes possible.
    ///
    /// @return how many records were acknowledged
    int done(TrackedRecord record) {
        var committable = acks.done(record);
        unacknowledgedBytes -= committable.bytes();
        if (committable.last() != null) {
            committable.last().acknowledge();
        }
        return committable.count();
    }

    void taskStarted() {
        runningTasks++;
    }

    void taskEnded() {
        runningTasks--;
    }

    int runningTasks() {
        return runningTasks;
    }

    void revoke() {
        dropHeld();
        revoked = true;
    }

    boolean isRevoked() {
        return revoked;
    }

    /// Whether so much is held that no more is fetched.
    boolean isFull() {
        return full;
    }

    /// Looks again whether the partition is full. A full one is fetched again at half of the limits, or once it
    /// is revoked: the container would keep it paused for its next assignment.
    ///
    /// @return whether that has changed
    boolean updateFull(int maxRecords, long maxBytes) {
        boolean before = full;
        full = full
                ? !revoked && (held.size() >= maxRecords / 2 || unacknowledgedBytes > maxBytes / 2)
                : held.size() >= maxRecords || unacknowledgedBytes >= maxBytes;
        return full != before;
    }

    /// Shows the running records that hold back others, or will once those before them are done. Not only the
    /// first: otherwise each of several slow ones would get the whole deadline.
    void forEachRunning(Consumer<TrackedRecord> action) {
        for (var record : acks.unacknowledged()) {
            if (!record.isStarted()) {
                return;
            }
            if (record.isRunning() && !record.isDone()) {
                action.accept(record);
            }
        }
    }

    /// The places in the window that no running task will release.
    int abandonedPlaces() {
        int places = 0;
        for (var record : acks.unacknowledged()) {
            places += record.isStarted() && (record.isDone() || !record.isRunning()) ? 1 : 0;
        }
        return places;
    }

    double blockedSeconds(Instant now) {
        var first = acks.first();
        return first == null || !first.isStarted() ? 0 : seconds(first.firstStartedAt(), now);
    }

    double overdueSeconds(Instant now) {
        var next = held.peekFirst();
        return next == null || next.due().equals(RecordHandler.AT_ONCE) ? 0 : seconds(next.due(), now);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
