package eve.contracts.aggregator.intake;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;

/// One record as delivered, until it is acknowledged. Its lane guards the state.
final class Delivery {

    final ConsumerRecord<byte[], byte[]> record;
    final Assignment assignment;
    final Acknowledgment acknowledgment;
    final Instant due;

    /// The work at hand; `null` while the record is held or waits for another turn.
    @Nullable
    Job job;

    Instant startedAt = Instant.MAX;
    boolean handedOver;
    boolean finished;

    Delivery(ConsumerRecord<byte[], byte[]> record, Assignment assignment, Acknowledgment acknowledgment, Instant due) {
        this.record = record;
        this.assignment = assignment;
        this.acknowledgment = acknowledgment;
        this.due = due;
    }

    /// Whether it has a place in the window.
    boolean isStarted() {
        return startedAt.isBefore(Instant.MAX);
    }
}
