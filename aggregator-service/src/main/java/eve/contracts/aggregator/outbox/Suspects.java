package eve.contracts.aggregator.outbox;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Tracks the events that Kafka may reject. A rejected event fails all that are sent with it, and the producer
/// blames its whole batch: only an event that was rejected alone is to blame. Events that were blamed together
/// are sent alone, and so are events as large as the smallest that was rejected alone.
final class Suspects {

    private final Set<UUID> blamed = new HashSet<>();
    private int refusedSize = Integer.MAX_VALUE;

    boolean contains(OutboxEvent event) {
        return event.data().length() >= refusedSize || blamed.contains(event.eventId());
    }

    void blame(Set<OutboxEvent> together) {
        together.forEach(event -> blamed.add(event.eventId()));
    }

    void convict(OutboxEvent event) {
        blamed.remove(event.eventId());
        refusedSize = Math.min(refusedSize, event.data().length());
    }

    /// Clears an event that Kafka accepted; the size limit may have been raised.
    void acquit(OutboxEvent event) {
        if (event.data().length() >= refusedSize) {
            refusedSize = event.data().length() + 1;
        }
        blamed.remove(event.eventId());
    }
}
