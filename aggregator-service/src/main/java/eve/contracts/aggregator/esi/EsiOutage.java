package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/// The circuit for ESI's daily downtime. A call that fails to reach ESI makes one caller ask `/status`: when that fails
/// too, ESI is down, all calls pause, and only a probe in each interval goes out until one is answered.
final class EsiOutage {

    interface Probe {
        boolean answers() throws InterruptedException;
    }

    private final EsiGovernor governor;
    private final Clock clock;
    private final Duration interval;
    private final Probe probe;
    private final ReentrantLock probing = new ReentrantLock();

    private volatile boolean down;
    private volatile Instant lastUp = Instant.EPOCH;

    EsiOutage(EsiGovernor governor, Clock clock, Duration interval, Probe probe) {
        this.governor = governor;
        this.clock = clock;
        this.interval = interval;
        this.probe = probe;
    }

    /// An answer that only a working ESI gives.
    void seenUp() {
        lastUp = clock.instant();
        down = false;
    }

    /// @throws UnfitAnswerException suspended, while ESI is down
    void ensureOver() throws UnfitAnswerException {
        if (down && !isUpSince(clock.instant())) {
            throw new UnfitAnswerException(new Verdict.Suspended("ESI is down"));
        }
    }

    /// Whether ESI has answered anyone since then, or answers now.
    boolean isUpSince(Instant since) {
        probing.lock();
        try {
            if (!lastUp.isBefore(since)) {
                return true;
            }
            if (clock.instant().isBefore(governor.pausedUntil())) {
                return !down;
            }
            if (probe.answers()) {
                seenUp();
                return true;
            }
            down = true;
            governor.pause(interval, "ESI is down");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            probing.unlock();
        }
    }
}
