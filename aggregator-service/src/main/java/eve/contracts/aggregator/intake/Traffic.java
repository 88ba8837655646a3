package eve.contracts.aggregator.intake;

import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What a [Lane] does with its records.
///
/// @param fresh whether ids come here first, or after a failure
/// @param due when a record may start
/// @param work begins with a record; called in order of their start
record Traffic(
        boolean fresh,
        Function<ConsumerRecord<byte[], byte[]>, Instant> due,
        Function<ConsumerRecord<byte[], byte[]>, Job> work) {}
