package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Keeps this process within ESI's limits and its own: allows as many calls in flight as both budgets permit,
/// evenly spaced, and none during a pause. It trusts the numbers in each answer, which all replicas behind one
/// address share.
///
/// It never exceeds a limit knowingly: calls slow down as a budget shrinks and pause at its floor. A 420 pauses
/// all calls for as long as it says, a 429 those of the route's group.
///
/// Calls that complete a contract go before calls that begin one, so that the time of a contract does not grow
/// with the number of waiting contracts. Safe for any number of threads.
@Component
public class EsiGovernor {

    private static final Logger log = LoggerFactory.getLogger(EsiGovernor.class);
    private static final Duration RECHECK = Duration.ofMillis(250);
    /// The most that one call waits for room, and again for its turn, before it is suspended without an
    /// attempt.
    static final Duration MOST_WAIT = Duration.ofSeconds(20);
    /// How long a call to a paused route waits in place: a suspended call would come back at once.
    private static final Duration ROUTE_WAIT = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<EsiRoute, Entrance> entrances = new EnumMap<>(EsiRoute.class);
    private final Clock clock;
    private final int maxInFlight;
    private final ErrorBudget errors;
    private final TokenBudget tokens;
    private final Pace pace;

    private Instant pausedUntil = Instant.EPOCH;
    private double pausedSeconds;
    private int inFlight;
    /// The waiting calls that complete a contract.
    private int completing;

    /// The state of one route.
    private static final class Entrance {
        /// All calls that wait here have the same limits: any of them can go when one can.
        private final Condition room;
        private int inFlight;
        private Instant pausedUntil = Instant.EPOCH;
        private boolean shut;

        Entrance(Condition room) {
            this.room = room;
        }
    }

    public EsiGovernor(EsiProperties esi, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.maxInFlight = esi.maxInFlight();
        this.errors = new ErrorBudget(esi.errorFloor(), esi.replicas());
        this.tokens = new TokenBudget(esi.replicas());
        this.pace = new Pace(esi.requestsPerSecond(), System.nanoTime());
        for (EsiRoute route : EsiRoute.values()) {
            entrances.put(route, new Entrance(lock.newCondition()));
        }
        Gauge.builder(
                        "esi.budget.remaining",
                        this,
                        governor -> governor.measure(it -> it.errors.remaining(it.clock.instant())))
                .description("Errors left in ESI's current window")
                .register(meters);
        Gauge.builder(
                        "esi.tokens.remaining",
                        this,
                        governor -> governor.measure(it -> it.tokens.remaining(it.clock.instant())))
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

    /// Returns when the work on contracts may continue; an instant in the past means now. Without listings and
    /// items hardly any contract makes progress, so a pause of both is a pause of all.
    public Instant pausedUntil() {
        lock.lock();
        try {
            return later(pausedUntil, earlier(pausedUntil(EsiRoute.LISTING), pausedUntil(EsiRoute.ITEMS)));
        } finally {
            lock.unlock();
        }
    }

    /// Returns whether all calls are paused now.
    public boolean isPaused() {
        lock.lock();
        try {
            return clock.instant().isBefore(pausedUntil);
        } finally {
            lock.unlock();
        }
    }

    boolean isPaused(EsiRoute route) {
        lock.lock();
        try {
            Instant now = clock.instant();
            return now.isBefore(pausedUntil) || now.isBefore(pausedUntil(route));
        } finally {
            lock.unlock();
        }
    }

    private Instant pausedUntil(EsiRoute route) {
        return later(entrance(route).pausedUntil, tokens.pausedUntil(route));
    }

    /// Takes a place in flight, and waits for one while the budgets allow no more; [#leave] releases it.
    ///
    /// @throws FetchFailedException suspended, when calls are paused, or there was no place for a long time
    void enter(EsiRoute route) throws FetchFailedException, InterruptedException {
        long began = System.nanoTime();
        long nanos;
        lock.lockInterruptibly();
        try {
            while (!hasRoom(route, began)) {
                awaitRoom(route);
            }
            long now = System.nanoTime();
            nanos = pace.waiting(now);
            if (nanos > MOST_WAIT.toNanos()) {
                throw new FetchFailedException(new Verdict.Suspended("contracts.esi.requests-per-second is used up"));
            }
            pace.take(now);
            inFlight++;
            entrance(route).inFlight++;
            if (isRoomFor(route, clock.instant())) {
                entrance(route).room.signal();
            }
        } finally {
            lock.unlock();
        }
        if (nanos > 0) {
            awaitTurn(route, nanos);
        }
    }

    private void awaitRoom(EsiRoute route) throws InterruptedException {
        Entrance entrance = entrance(route);
        int counted = begins(route) || entrance.shut || isPaused(route) ? 0 : 1;
        completing += counted;
        try {
            // Time alone can make room too, when the window ends.
            entrance.room.await(RECHECK.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            completing -= counted;
        }
    }

    private static boolean begins(EsiRoute route) {
        return route == EsiRoute.ITEMS;
    }

    /// Takes a place before all waiting calls, for a call that probes whether its route is up; [#leave]
    /// releases it.
    ///
    /// @throws FetchFailedException suspended, when all calls are paused
    void enterFirst(EsiRoute route) throws FetchFailedException {
        lock.lock();
        try {
            if (clock.instant().isBefore(pausedUntil)) {
                throw new FetchFailedException(new Verdict.Suspended("Calls to ESI are paused until " + pausedUntil));
            }
            inFlight++;
            entrance(route).inFlight++;
        } finally {
            lock.unlock();
        }
    }

    /// Shuts the route for all calls except those of [#enterFirst], or opens it again.
    void shut(EsiRoute route, boolean shut) {
        lock.lock();
        try {
            entrance(route).shut = shut;
            entrance(route).room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a while until a pause ends.
    ///
    /// @throws FetchFailedException suspended, when it does not end soon
    void awaitOpen(EsiRoute route) throws FetchFailedException, InterruptedException {
        long began = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (isClosed(route, clock.instant(), began)) {
                entrance(route).room.await(RECHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the call's turn. It holds its place meanwhile, so that calls are never sent faster than the
    /// pace.
    private void awaitTurn(EsiRoute route, long nanos) throws FetchFailedException, InterruptedException {
        boolean turn = false;
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            if (isPaused(route) || isShut(route)) {
                throw new FetchFailedException(new Verdict.Suspended("Calls to ESI were paused meanwhile"));
            }
            turn = true;
        } finally {
            if (!turn) {
                leave(route);
            }
        }
    }

    private boolean isShut(EsiRoute route) {
        lock.lock();
        try {
            return entrance(route).shut;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(EsiRoute route, long began) throws FetchFailedException {
        Instant now = clock.instant();
        if (isClosed(route, now, began)) {
            return false;
        }
        boolean mayGo = !entrance(route).shut && !(begins(route) && completing > 0);
        if (mayGo && isRoomFor(route, now)) {
            return true;
        }
        if (System.nanoTime() - began > MOST_WAIT.toNanos()) {
            throw new FetchFailedException(new Verdict.Suspended("ESI's limits leave no room for this call"));
        }
        return false;
    }

    private boolean isClosed(EsiRoute route, Instant now, long began) throws FetchFailedException {
        if (now.isBefore(pausedUntil)) {
            throw new FetchFailedException(new Verdict.Suspended("Calls to ESI are paused until " + pausedUntil));
        }
        Instant until = pausedUntil(route);
        if (now.isBefore(until) && System.nanoTime() - began > ROUTE_WAIT.toNanos()) {
            // Other ids may need other routes, so this one waits in a retry tier.
            throw new FetchFailedException(new Verdict.Suspended(
                    "Calls to ESI's " + route + " are paused until " + until, Duration.between(now, until)));
        }
        return now.isBefore(until);
    }

    /// Returns whether the limits have room. Each has room for at least one call, so that changes are noticed.
    private boolean isRoomFor(EsiRoute route, Instant now) {
        if (inFlight >= maxInFlight) {
            return false;
        }
        if (errors.limits(route) && isFull(errors::limits, errors.allowedInFlight(now))) {
            return false;
        }
        TokenBudget.Group group = tokens.groupOf(route);
        return group == null || !isFull(other -> tokens.groupOf(other) == group, tokens.allowedInFlight(group, now));
    }

    private boolean isFull(Predicate<EsiRoute> limited, double allowed) {
        int calls = 0;
        for (Map.Entry<EsiRoute, Entrance> each : entrances.entrySet()) {
            calls += limited.test(each.getKey()) ? each.getValue().inFlight : 0;
        }
        return calls >= Math.max(1, allowed);
    }

    /// Releases the place that [#enter] took; call it after the answer has updated the budgets.
    void leave(EsiRoute route) {
        lock.lock();
        try {
            inFlight--;
            entrance(route).inFlight--;
            entrances.values().forEach(each -> each.room.signal());
        } finally {
            lock.unlock();
        }
    }

    /// Updates the budgets from an answer.
    void heed(EsiRoute route, int status, HttpHeaderReader headers) {
        lock.lock();
        try {
            Instant now = clock.instant();
            pause(errors.heed(route, status, headers, now));
            BudgetPause ofGroup = tokens.heed(route, status, headers, now);
            if (ofGroup != null) {
                warn(ofGroup, "to " + route + " and its group ");
            }
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
                Instant from = later(pausedUntil, now);
                pausedSeconds += Duration.between(from, until).toMillis() / 1000.0;
                if (from.equals(now)) {
                    warn(pause, "");
                }
                pausedUntil = until;
            }
            // All calls that wait for room see the pause.
            entrances.values().forEach(each -> each.room.signalAll());
        } finally {
            lock.unlock();
        }
    }

    /// Pauses the calls of one route.
    void pause(EsiRoute route, BudgetPause pause) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Entrance entrance = entrance(route);
            if (!entrance.pausedUntil.isAfter(now)) {
                warn(pause, "to " + route + " ");
            }
            entrance.pausedUntil = later(entrance.pausedUntil, now.plus(pause.length()));
        } finally {
            lock.unlock();
        }
    }

    private static void warn(BudgetPause pause, String which) {
        log.warn("Calls to ESI {}pause for {} s: {}", which, pause.length().toSeconds(), pause.why());
    }

    private Entrance entrance(EsiRoute route) {
        return Objects.requireNonNull(entrances.get(route));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
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
