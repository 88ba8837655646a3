package eve.contracts.aggregator.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A committed event on its way to Kafka.
///
/// @param epoch the epoch of the lease under which it was read
/// @param committedNanos when it was written by the database's clock, converted to this process's
///     `System.nanoTime()`
record OutboxEvent(
        UUID eventId,
        int bucket,
        long epoch,
        long contractId,
        long version,
        String type,
        String data,
        @Nullable String traceparent,
        Instant createdAt,
        long committedNanos) {}
