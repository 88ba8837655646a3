package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Stops all calls during ESI's daily downtime and any other outage that affects all calls. After a call fails
/// to reach ESI, one caller requests `/status`, and the items of a contract in case only `/status` fails. When
/// both fail, ESI is down: all calls pause, and only one probe in each interval is sent until one is answered.
final class EsiCircuitBreaker {

    interface Probe {
        /// Returns why ESI cannot be reached; `null` when it answers.
        @Nullable
        String failure() throws InterruptedException;
    }

    private final EsiGovernor governor;
    private final Duration interval;
    private final Probe probe;
    private final ReentrantLock probing = new ReentrantLock();
    /// A count, not a time: clocks can stop or go back.
    private final AtomicLong answers = new AtomicLong();

    /// ESI is down, or may be. Only a probe ends this state: other answers may be from before the outage.
    private volatile boolean doubted;

    EsiCircuitBreaker(EsiGovernor governor, Duration interval, Probe probe) {
        this.governor = governor;
        this.interval = interval;
        this.probe = probe;
    }

    /// Returns a point in the sequence of answers, for [#isUpSince].
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

    /// Returns whether ESI has answered any call since the mark, or answers a probe now. During a pause no
    /// probe is sent and the result is `false`. The state stays open then: otherwise all waiting callers would
    /// probe at the same time when the pause ends.
    boolean isUpSince(long mark) throws InterruptedException {
        if (answers.get() > mark) {
            return true;
        }
        doubted = true;
        return isOver();
    }

    /// One caller probes; callers that arrive meanwhile wait for its result.
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
