package eve.contracts.aggregator.intake;

import java.time.Instant;

/// Wakes a lane at the earliest of the instants that it waits for.
///
/// Not safe for threads; its lane guards it.
final class Alarm {

    /// Runs a task once at an instant, or as soon as possible after it.
    interface Timer {
        void runAt(Instant instant, Runnable task);
    }

    private final Timer timer;
    private final Runnable wake;

    private Instant next = Instant.MAX;

    /// @param wake what is to be done then, on a thread of the timer; begins with [#off]
    Alarm(Timer timer, Runnable wake) {
        this.timer = timer;
        this.wake = wake;
    }

    void at(Instant instant) {
        if (instant.isBefore(next)) {
            next = instant;
            timer.runAt(instant, wake);
        }
    }

    /// The lane is awake and sets anew what it waits for.
    void off() {
        next = Instant.MAX;
    }
}
