package eve.contracts.aggregator.intake.consumer;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;

/// The state of one record from its delivery to its acknowledgement: held, running, waiting for another turn,
/// done.
///
/// Not safe for threads; its listener guards it.
final class TrackedRecord {

    private final ConsumerRecord<byte[], byte[]> record;
    private final PartitionState partition;
    private final Acknowledgment acknowledgment;
    private final Instant due;

    /// The task that runs; `null` while the record is held or waits for another turn.
    private @Nullable RecordTask task;

    private Instant firstStartedAt = Instant.MAX;
    private Instant startedAt = Instant.MAX;
    private Instant nextTurnAt = Instant.MAX;
    private boolean handingOver;
    private boolean done;

    TrackedRecord(
            ConsumerRecord<byte[], byte[]> record,
            PartitionState partition,
            Acknowledgment acknowledgment,
            Instant due) {
        this.record = record;
        this.partition = partition;
        this.acknowledgment = acknowledgment;
        this.due = due;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    PartitionState partition() {
        return partition;
    }

    Instant due() {
        return due;
    }

    /// Roughly the memory that the record takes; the value of a large record is not held.
    long bytes() {
        return (record.key() == null ? 0L : record.key().length)
                + (record.value() == null ? 0L : record.value().length);
    }

    /// Begins a turn, the first or another one.
    void start(RecordTask turn, Instant now) {
        if (!isStarted()) {
            firstStartedAt = now;
        }
        startedAt = now;
        handingOver = false;
        task = turn;
        partition.taskStarted();
    }

    /// The thread of the turn has ended.
    void taskEnded() {
        task = null;
        partition.taskEnded();
    }

    /// The record is not done and gets another turn at this instant.
    void suspendUntil(Instant instant) {
        nextTurnAt = instant;
    }

    Instant nextTurnAt() {
        return nextTurnAt;
    }

    /// Whether the record has a place in the window.
    boolean isStarted() {
        return firstStartedAt.isBefore(Instant.MAX);
    }

    boolean isRunning() {
        return task != null;
    }

    Instant firstStartedAt() {
        return firstStartedAt;
    }

    boolean startedBy(Instant instant) {
        return !startedAt.isAfter(instant);
    }

    boolean firstStartedBy(Instant instant) {
        return !firstStartedAt.isAfter(instant);
    }

    /// @return the task to hand over; `null` when none runs, or when it is being handed over already
    @Nullable
    RecordTask beginHandOver() {
        if (task == null || handingOver) {
            return null;
        }
        handingOver = true;
        return task;
    }

    void handOverRefused() {
        handingOver = false;
    }

    void markDone() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /// Acknowledges this record and all before it in its partition.
    void acknowledge() {
        acknowledgment.acknowledge();
    }
}
