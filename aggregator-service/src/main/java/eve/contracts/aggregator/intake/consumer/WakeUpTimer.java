package eve.contracts.aggregator.intake.consumer;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Wakes a listener at the earliest of the instants that it waits for.
///
/// At most one timer is pending for an instant, and only the timer of the earliest instant wakes the listener.
/// A listener that is awake sets timers, so without this rule each timer would set others and their number
/// would grow.
///
/// Not safe for threads; its listener guards it.
final class WakeUpTimer {

    private final ParallelListener.Timer timer;
    private final Consumer<Instant> wakeUp;
    private final Set<Instant> pending = new HashSet<>();

    private Instant next = Instant.MAX;

    /// @param wakeUp called at the instant on a thread of the timer; it must first ask [#expects]
    WakeUpTimer(ParallelListener.Timer timer, Consumer<Instant> wakeUp) {
        this.timer = timer;
        this.wakeUp = wakeUp;
    }

    void wakeUpAt(Instant instant) {
        if (!instant.isBefore(next)) {
            return;
        }
        next = instant;
        if (pending.add(instant)) {
            timer.runAt(instant, () -> wakeUp.accept(instant));
        }
    }

    /// Whether the listener waits for this instant, whose timer has run; otherwise an earlier timer woke it.
    /// Afterwards it waits for nothing.
    boolean expects(Instant instant) {
        pending.remove(instant);
        boolean expected = instant.equals(next);
        if (expected) {
            next = Instant.MAX;
        }
        return expected;
    }
}
