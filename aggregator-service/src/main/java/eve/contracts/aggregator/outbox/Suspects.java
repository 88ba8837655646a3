package eve.contracts.aggregator.outbox;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Events that Kafka may refuse. A refused event takes down all that are sent with it, and the producer blames its
/// whole batch: only an event that was refused alone is to blame. Sent alone are those that were blamed together,
/// and those as large as the smallest that was refused alone.
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

    /// Perhaps somebody raised the limit.
    void acquit(OutboxEvent event) {
        if (event.data().length() >= refusedSize) {
            refusedSize = event.data().length() + 1;
        }
        blamed.remove(event.eventId());
    }
}
