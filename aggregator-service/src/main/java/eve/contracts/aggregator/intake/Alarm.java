package eve.contracts.aggregator.intake;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Wakes a lane at the earliest of the instants that it waits for.
///
/// One timer is pending for an instant at most, and only a timer of the earliest instant wakes the lane: a lane that is
/// awake sets timers again, so with each further one that wakes it the timers would multiply.
///
/// Not safe for threads; its lane guards it.
final class Alarm {

    /// Runs a task once at an instant, or as soon as possible after it.
    interface Timer {
        void runAt(Instant instant, Runnable task);
    }

    private final Timer timer;
    private final Consumer<Instant> wake;
    private final Set<Instant> pending = new HashSet<>();

    private Instant next = Instant.MAX;

    /// @param wake what is to be done then, on a thread of the timer; begins with [#isFor]
    Alarm(Timer timer, Consumer<Instant> wake) {
        this.timer = timer;
        this.wake = wake;
    }

    void at(Instant instant) {
        if (!instant.isBefore(next)) {
            return;
        }
        next = instant;
        if (pending.add(instant)) {
            timer.runAt(instant, () -> wake.accept(instant));
        }
    }

    /// Whether the lane waits for this instant, for which a timer has run: it waits for nothing then, until it says so
    /// again. Otherwise an earlier one has woken it since.
    boolean isFor(Instant instant) {
        pending.remove(instant);
        boolean expected = instant.equals(next);
        if (expected) {
            next = Instant.MAX;
        }
        return expected;
    }
}
