package eve.contracts.aggregator.esi.client;

/// Spaces calls evenly: each call gets the next free instant.
///
/// Not safe for threads; the governor guards it.
final class Pace {

    private final long interval;
    private long next;

    /// @param perSecond the most calls per second; 0 is no limit
    Pace(int perSecond, long now) {
        this.interval = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
        this.next = now;
    }

    /// Returns how long the next call must wait, in nanoseconds.
    long waiting(long now) {
        return interval == 0 ? 0 : Math.max(0, next - now);
    }

    /// Takes the next instant.
    void take(long now) {
        next = (next - now > 0 ? next : now) + interval;
    }
}
