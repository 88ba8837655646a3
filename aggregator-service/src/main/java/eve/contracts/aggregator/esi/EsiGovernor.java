package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Keeps this process within ESI's limits: lets so many calls be in flight as both budgets allow, and none during a
/// pause. What each answer says of the budgets is the truth that all replicas behind one address share.
///
/// The limits are never run into knowingly: calls slow down as a budget shrinks and pause at its floor until the window
/// ends. A 420 or 429 pauses all calls for as long as it says. Safe for any number of threads.
@Component
public class EsiGovernor {

    private static final Logger log = LoggerFactory.getLogger(EsiGovernor.class);
    private static final Duration RECHECK = Duration.ofMillis(250);
    /// Shorter than the deadline of a record: to wait for ESI's budget is no failure of the contract.
    private static final Duration MOST_WAIT = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Clock clock;
    private final int maxInFlight;
    private final ErrorBudget errors;
    private final TokenBudget tokens = new TokenBudget();

    private Instant pausedUntil = Instant.EPOCH;
    private double pausedSeconds;
    private int inFlight;

    EsiGovernor(EsiProperties esi, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.maxInFlight = esi.maxInFlight();
        this.errors = new ErrorBudget(esi.errorFloor());
        Gauge.builder(
                        "esi.budget.remaining",
                        this,
                        governor -> governor.measure(it -> it.errors.remaining(it.clock.instant())))
                .description("Errors left in ESI's current window")
                .register(meters);
        Gauge.builder("esi.tokens.remaining", this, governor -> governor.measure(it -> it.tokens.remaining()))
                .description("Tokens left in the poorest group of ESI's rate limits; NaN where none is told")
                .register(meters);
        Gauge.builder("esi.calls.inflight", this, governor -> governor.measure(it -> it.inFlight))
                .description("Calls to ESI that wait for their answer")
                .register(meters);
        Gauge.builder("esi.pause.left", this, EsiGovernor::secondsLeft)
                .description("For how much longer calls to ESI pause; 0 when they do not")
                .baseUnit("seconds")
                .register(meters);
        FunctionCounter.builder("esi.paused.seconds", this, governor -> governor.measure(it -> it.pausedSeconds))
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

    /// Whether calls may not go out now.
    public boolean isPaused() {
        return clock.instant().isBefore(pausedUntil());
    }

    /// Takes a place in flight, waiting for one while the budgets ask for less; [#leave] gives it back.
    ///
    /// @throws UnfitAnswerException suspended, when calls are paused, or there was no place for long
    void enter() throws UnfitAnswerException, InterruptedException {
        long giveUpAt = System.nanoTime() + MOST_WAIT.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Instant now = clock.instant();
                if (now.isBefore(pausedUntil)) {
                    throw new UnfitAnswerException(
                            new Verdict.Suspended("Calls to ESI are paused until " + pausedUntil));
                }
                double allowed = allowedInFlight(now);
                if (inFlight < allowed) {
                    inFlight++;
                    if (inFlight < allowed) {
                        room.signal();
                    }
                    return;
                }
                if (System.nanoTime() - giveUpAt > 0) {
                    throw new UnfitAnswerException(new Verdict.Suspended("ESI's limits leave room for few calls"));
                }
                // Time alone can make room too: the window ends.
                room.await(RECHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Gives the place back that [#enter] took; to be called after the answer was heeded.
    void leave() {
        lock.lock();
        try {
            inFlight--;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Learns from an answer.
    void heed(int status, HttpHeaderReader headers) {
        lock.lock();
        try {
            Instant now = clock.instant();
            pause(errors.heed(status, headers, now));
            pause(tokens.heed(status, headers, now));
        } finally {
            lock.unlock();
        }
    }

    /// Pauses all calls for a while, unless they pause for longer already.
    void pause(@Nullable BudgetPause pause) {
        if (pause == null) {
            return;
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant until = now.plus(pause.length());
            if (until.isAfter(pausedUntil)) {
                Instant from = pausedUntil.isAfter(now) ? pausedUntil : now;
                pausedSeconds += Duration.between(from, until).toMillis() / 1000.0;
                if (from.equals(now)) {
                    log.warn("Calls to ESI pause for {} s: {}", pause.length().toSeconds(), pause.why());
                }
                pausedUntil = until;
            }
            // All who wait for room learn that there is none for now.
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// At least one, so that what has changed is found out.
    private double allowedInFlight(Instant now) {
        double budgets = Math.min(errors.allowedInFlight(now), tokens.allowedInFlight());
        return Math.clamp(budgets, 1, maxInFlight);
    }

    private double secondsLeft() {
        return Math.max(0, Duration.between(clock.instant(), pausedUntil()).toMillis() / 1000.0);
    }

    private double measure(ToDoubleFunction<EsiGovernor> figure) {
        lock.lock();
        try {
            return figure.applyAsDouble(this);
        } finally {
            lock.unlock();
        }
    }
}
