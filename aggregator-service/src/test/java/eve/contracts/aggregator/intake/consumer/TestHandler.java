package eve.contracts.aggregator.intake.consumer;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A handler that a test assembles.
record TestHandler(
        Function<ConsumerRecord<byte[], byte[]>, Instant> due,
        Function<ConsumerRecord<byte[], byte[]>, RecordTask> begin,
        Supplier<Instant> paused)
        implements RecordHandler {

    @Override
    public Instant due(ConsumerRecord<byte[], byte[]> record) {
        return due.apply(record);
    }

    @Override
    public RecordTask begin(ConsumerRecord<byte[], byte[]> record) {
        return begin.apply(record);
    }

    @Override
    public Instant pausedUntil() {
        return paused.get();
    }

    @Override
    public void taskFailed(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
        throw failure;
    }
}
