package eve.contracts.aggregator.intake;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;

/// One record as delivered, until it is acknowledged. Its lane guards the state.
final class Delivery {

    /// The due time of what need not wait.
    static final Instant AT_ONCE = Instant.MIN;

    final ConsumerRecord<byte[], byte[]> record;
    final Assignment assignment;
    final Acknowledgment acknowledgment;
    final Instant due;

    /// The work at hand; `null` while the record is held or waits for another turn.
    @Nullable
    Job job;

    /// When the first turn began.
    Instant firstStartedAt = Instant.MAX;

    /// When the turn at hand began.
    Instant startedAt = Instant.MAX;

    /// When the next turn may begin, once there was one that did not end the work.
    Instant nextTurnAt = Instant.MAX;

    /// Whether the job at hand was told to hand over.
    boolean handedOver;
    boolean finished;

    Delivery(ConsumerRecord<byte[], byte[]> record, Assignment assignment, Acknowledgment acknowledgment, Instant due) {
        this.record = record;
        this.assignment = assignment;
        this.acknowledgment = acknowledgment;
        this.due = due;
    }

    /// Roughly what the record takes in memory; what is large is not held.
    long bytes() {
        return (record.key() == null ? 0L : record.key().length)
                + (record.value() == null ? 0L : record.value().length);
    }

    /// Whether it has a place in the window.
    boolean isStarted() {
        return firstStartedAt.isBefore(Instant.MAX);
    }
}
