package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Keeps this process within ESI's limits. What each answer says of the budget is the truth that all replicas behind
/// one
/// address share.
///
/// The error limit (100 answers other than 2xx and 3xx in a minute, then 420 for everyone) is never run into: so many
/// calls
/// are in flight as can fail at the rate seen lately without reaching the floor, and at the floor all calls pause until
/// the window ends. Token buckets pause by their own headers. A 420 or 429 pauses all calls for as long as it says.
@Component
public class EsiGovernor {

    private static final Logger log = LoggerFactory.getLogger(EsiGovernor.class);
    private static final int FULL_BUDGET = 100;
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration RECHECK = Duration.ofMillis(250);
    private static final int FEW_TOKENS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final int floor;

    private long remaining = FULL_BUDGET;
    private Instant windowEnds = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private double pausedSeconds;
    private int inFlight;
    private double calls;
    private double errors;

    EsiGovernor(EsiProperties esi, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.floor = esi.errorFloor();
        Gauge.builder("esi.budget.remaining", this, EsiGovernor::remaining)
                .description("Errors left in ESI's current window")
                .register(meters);
        Gauge.builder("esi.calls.inflight", this, governor -> governor.inFlight).register(meters);
        FunctionCounter.builder("esi.paused.seconds", this, governor -> governor.pausedSeconds)
                .description("For how long calls to ESI were told to pause")
                .register(meters);
    }

    /// When calls may go on; an instant that has passed means that they may now.
    public Instant pausedUntil() {
        lock.lock();
        try {
            return pausedUntil;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a place in flight, waiting for one while the budget asks for less; [#leave] gives it back.
    ///
    /// @throws UnfitAnswerException suspended, when calls are paused
    void enter() throws UnfitAnswerException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Instant now = clock.instant();
                if (now.isBefore(pausedUntil)) {
                    throw new UnfitAnswerException(
                            new Verdict.Suspended("Calls to ESI are paused until " + pausedUntil));
                }
                if (!now.isBefore(windowEnds)) {
                    remaining = FULL_BUDGET;
                }
                if (inFlight < allowedInFlight()) {
                    inFlight++;
                    return;
                }
                changed.await(RECHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inFlight--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Learns from an answer.
    void heed(int status, HttpHeaderReader headers) {
        lock.lock();
        try {
            count(status);
            heedErrorLimit(status, headers);
            heedTokenBucket(status, headers);
        } finally {
            lock.unlock();
        }
    }

    /// Pauses all calls for a while, for a reason that is logged.
    void pause(Duration duration, String why) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant until = now.plus(duration);
            if (until.isAfter(pausedUntil)) {
                Instant from = pausedUntil.isAfter(now) ? pausedUntil : now;
                pausedSeconds += Duration.between(from, until).toMillis() / 1000.0;
                if (from.equals(now)) {
                    log.warn("Calls to ESI pause for {} s: {}", duration.toSeconds(), why);
                }
                pausedUntil = until;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// So many that, should they fail at the rate seen lately, the floor is not crossed. Assumes a few failures that
    /// have
    /// not been seen, so that a quiet start is no licence.
    private double allowedInFlight() {
        double errorRate = (errors + 2) / (calls + 40);
        return Math.max(1, (remaining - floor) / errorRate);
    }

    private void count(int status) {
        calls++;
        if (status >= 400) {
            errors++;
        }
        if (calls > 2_000) {
            calls /= 2;
            errors /= 2;
        }
    }

    private void heedErrorLimit(int status, HttpHeaderReader headers) {
        OptionalLong remain = headers.number("X-ESI-Error-Limit-Remain");
        Duration reset =
                Duration.ofSeconds(headers.number("X-ESI-Error-Limit-Reset").orElse(WINDOW.toSeconds()));
        if (status == 420) {
            remaining = 0;
            windowEnds = clock.instant().plus(reset);
            pause(reset.plusSeconds(1), "the error limit is used up (420)");
        } else if (remain.isPresent()) {
            Instant ends = clock.instant().plus(reset);
            boolean sameWindow =
                    ends.isBefore(windowEnds.plusSeconds(2)) && clock.instant().isBefore(windowEnds);
            remaining = sameWindow ? Math.min(remaining, remain.getAsLong()) : remain.getAsLong();
            windowEnds = sameWindow ? windowEnds : ends;
            if (remaining <= floor) {
                pause(reset.plusSeconds(1), "only " + remaining + " errors are left of the limit");
            }
        }
    }

    private void heedTokenBucket(int status, HttpHeaderReader headers) {
        OptionalLong tokens = headers.number("X-Ratelimit-Remaining");
        if (status == 429) {
            Duration wait = Duration.ofSeconds(headers.number("Retry-After").orElse(WINDOW.toSeconds()));
            pause(wait.plusSeconds(1), "the rate limit is used up (429)");
        } else if (tokens.isPresent() && tokens.getAsLong() < FEW_TOKENS) {
            pause(RECHECK.multipliedBy(4), "only " + tokens.getAsLong() + " tokens are left of the rate limit");
        }
    }

    private double remaining() {
        lock.lock();
        try {
            return clock.instant().isBefore(windowEnds) ? remaining : FULL_BUDGET;
        } finally {
            lock.unlock();
        }
    }
}
