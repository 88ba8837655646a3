package eve.contracts.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// The progress of the system at one moment.
///
/// @param published ids on `contract-ids` since the beginning
/// @param waiting published ids that are not finished
/// @param retrying ids in the retry tiers
/// @param dead dead letters since the beginning
/// @param stored contracts in the database
/// @param pending events that wait in the outbox
/// @param events on `contract-events` since the beginning
/// @param listings regions whose listing is known
record Figures(
        Instant at,
        long published,
        long waiting,
        long retrying,
        long dead,
        long stored,
        long pending,
        long events,
        long listings) {

    /// Returns whether every published id has an answer and every event was sent.
    boolean isAllAnswered() {
        return waiting == 0 && retrying == 0 && pending == 0;
    }

    /// Returns whether only the time has changed.
    boolean isSameAs(Figures other) {
        return new Figures(other.at, published, waiting, retrying, dead, stored, pending, events, listings)
                .equals(other);
    }

    double eventsPerSecondSince(Figures earlier) {
        long millis = Duration.between(earlier.at, at).toMillis();
        return millis <= 0 ? 0 : (events - earlier.events) * 1000.0 / millis;
    }

    /// Returns a line that fits the narrowest terminal, because only a single line can be rewritten in place.
    String line(Figures earlier) {
        return String.format(
                Locale.ROOT,
                "published %,d  stored %,d  events %,d  retrying %,d  dead %,d  %,.0f/s",
                published,
                stored,
                events,
                retrying,
                dead,
                eventsPerSecondSince(earlier));
    }
}
