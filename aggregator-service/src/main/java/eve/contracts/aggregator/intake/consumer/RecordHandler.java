package eve.contracts.aggregator.intake.consumer;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What a [ParallelListener] does with the records of its topic.
public interface RecordHandler {

    /// The due time of a record that need not wait.
    Instant AT_ONCE = Instant.MIN;

    /// When the record may start; [#AT_ONCE] if it need not wait.
    Instant due(ConsumerRecord<byte[], byte[]> record);

    /// Begins the work on a record; called in the order in which records start.
    RecordTask begin(ConsumerRecord<byte[], byte[]> record);

    /// No record starts before this instant; it is in the past while records may start.
    Instant pausedUntil();

    /// Reports a task that ended with an exception; the record gets another turn.
    void taskFailed(ConsumerRecord<byte[], byte[]> record, RuntimeException failure);
}
