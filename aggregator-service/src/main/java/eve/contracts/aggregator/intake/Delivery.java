package eve.contracts.aggregator.intake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.support.Acknowledgment;

/// One record as delivered, until it is acknowledged. Its lane guards the state.
final class Delivery {

    /// One assignment of a partition. Once it is revoked, whatever finishes later finds no way to acknowledge.
    static final class Assignment {
        final OffsetLog offsets = new OffsetLog();
        final Deque<Delivery> held = new ArrayDeque<>();
        int running;
        boolean revoked;
    }

    final ConsumerRecord<byte[], byte[]> record;
    final Assignment assignment;
    final Acknowledgment acknowledgment;
    final Instant due;

    boolean finished;

    Delivery(ConsumerRecord<byte[], byte[]> record, Assignment assignment, Acknowledgment acknowledgment, Instant due) {
        this.record = record;
        this.assignment = assignment;
        this.acknowledgment = acknowledgment;
        this.due = due;
    }
}
