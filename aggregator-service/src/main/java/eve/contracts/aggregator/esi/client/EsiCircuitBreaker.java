package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The circuit for ESI's daily downtime, and for whatever else keeps all calls from ESI. A call that fails to reach
/// ESI makes one caller ask `/status`, and the items of a contract where that alone may be what fails. When both
/// fail, ESI is down: all calls pause, and only a probe in each interval goes out until one is answered.
final class EsiCircuitBreaker {

    interface Probe {
        /// Why ESI cannot be asked; `null` when it answers.
        @Nullable
        String failure() throws InterruptedException;
    }

    private final EsiGovernor governor;
    private final Duration interval;
    private final Probe probe;
    private final ReentrantLock probing = new ReentrantLock();
    /// Counted, not timed: clocks can stand still or go back.
    private final AtomicLong answers = new AtomicLong();

    /// ESI is down, or may be. Only a probe ends that: other answers may be of before.
    private volatile boolean doubted;

    EsiCircuitBreaker(EsiGovernor governor, Duration interval, Probe probe) {
        this.governor = governor;
        this.interval = interval;
        this.probe = probe;
    }

    /// A point in the sequence of answers, for [#isUpSince].
    long mark() {
        return answers.get();
    }

    /// Notes an answer that only a working ESI gives.
    void seenUp() {
        answers.incrementAndGet();
    }

    /// @throws FetchFailedException suspended, while ESI is down or may be
    void ensureOver() throws FetchFailedException, InterruptedException {
        if (doubted && !isOver()) {
            throw new FetchFailedException(new Verdict.Suspended("ESI is down, or may be"));
        }
    }

    /// Whether ESI has answered anyone since then, or answers now. During a pause nobody asks, and no answer means
    /// no; the doubt stays then, or all who waited would find out at once when the pause ends.
    boolean isUpSince(long mark) throws InterruptedException {
        if (answers.get() > mark) {
            return true;
        }
        doubted = true;
        return isOver();
    }

    /// One asks; who comes meanwhile waits for what it learns.
    private boolean isOver() throws InterruptedException {
        probing.lockInterruptibly();
        try {
            if (!doubted) {
                return true;
            }
            if (governor.isPaused()) {
                return false;
            }
            String failure = probe.failure();
            if (failure == null) {
                seenUp();
                doubted = false;
                return true;
            }
            governor.pause(new BudgetPause(interval, "ESI is out of reach: " + failure));
            return false;
        } finally {
            probing.unlock();
        }
    }
}
