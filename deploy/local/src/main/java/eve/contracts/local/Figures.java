package eve.contracts.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How far everything is, at one moment.
///
/// @param published ids on `contract-ids` since the beginning
/// @param waiting ids published and not yet dealt with
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

    /// Whether every id that was published has had its answer, and the answer has been sent.
    boolean isAllAnswered() {
        return waiting == 0 && retrying == 0 && pending == 0;
    }

    /// Whether nothing but time has changed since.
    boolean isSameAs(Figures other) {
        return new Figures(other.at, published, waiting, retrying, dead, stored, pending, events, listings)
                .equals(other);
    }

    double eventsPerSecondSince(Figures earlier) {
        long millis = Duration.between(earlier.at, at).toMillis();
        return millis <= 0 ? 0 : (events - earlier.events) * 1000.0 / millis;
    }

    /// Short enough for the narrowest terminal, which is what rewriting a line in place needs.
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
