package eve.contracts.aggregator.esi.client;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tracks ESI's error limit: a number of answers other than 2xx and 3xx in a minute, and then 420 for every
/// caller behind the address. The remaining number in each answer counts the errors of all of these callers.
///
/// It never allows more calls in flight than the errors that are left. The limit itself is learned: 100 on
/// Tranquility, 50 on Serenity (esi-issues #1191). Routes whose answers have no limit headers are not bounded
/// by it.
///
/// Not safe for threads; the governor guards it.
final class ErrorBudget {

    /// The lowest known limit; assumed until the first answer of a window says how many errors are left.
    static final int LOWEST = 50;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration JITTER = Duration.ofSeconds(2);

    private final int floor;
    private final int replicas;
    private final Set<EsiRoute> unlimited = EnumSet.noneOf(EsiRoute.class);

    private long limit = LOWEST;
    private long remaining = LOWEST;
    private Instant windowEnds = Instant.EPOCH;

    /// @param floor the number of errors left to other callers; less where the limit is low
    /// @param replicas the number of processes that share the limit
    ErrorBudget(int floor, int replicas) {
        this.floor = floor;
        this.replicas = replicas;
    }

    /// Returns whether errors of the route count, according to its last answer.
    boolean limits(EsiRoute route) {
        return !unlimited.contains(route);
    }

    /// Returns the most calls in flight, of all routes with the limit.
    double allowedInFlight(Instant now) {
        return (double) (remaining(now) - floor()) / replicas;
    }

    /// Returns the errors left in the window.
    long remaining(Instant now) {
        return now.isBefore(windowEnds) ? remaining : Math.min(limit, LOWEST);
    }

    /// Returns the floor, at most two fifths of the limit: otherwise a low limit would leave nothing.
    private long floor() {
        return Math.min(floor, limit * 2 / 5);
    }

    /// Updates the budget from an answer.
    ///
    /// @return the pause that it requires, or `null`
    @Nullable
    BudgetPause heed(EsiRoute route, int status, HttpHeaderReader headers, Instant now) {
        OptionalLong remain = headers.number("X-ESI-Error-Limit-Remain");
        if (remain.isPresent()) {
            unlimited.remove(route);
        } else if (status < 400) {
            unlimited.add(route);
        }
        if (status != 420 && remain.isEmpty()) {
            return null;
        }
        Duration reset = reset(status, headers, now);
        reset = reset.compareTo(LONGEST_WINDOW) < 0 ? reset : LONGEST_WINDOW;
        Instant ends = now.plus(reset);
        if (status == 420) {
            remaining = 0;
            windowEnds = ends;
            return BudgetPause.past(reset, "the error limit is used up (420)");
        }
        if (now.isBefore(windowEnds) && ends.isBefore(windowEnds.minus(WINDOW.dividedBy(2)))) {
            // An answer of the previous window that arrived after answers of this one.
            return null;
        }
        // A slow body makes the end of its window look later than it is; no window begins before the last one
        // has ended.
        boolean sameWindow = now.isBefore(windowEnds.minus(JITTER))
                || now.isBefore(windowEnds) && !ends.isAfter(windowEnds.plus(JITTER));
        remaining = sameWindow ? Math.min(remaining, remain.getAsLong()) : remain.getAsLong();
        windowEnds = sameWindow && windowEnds.isBefore(ends) ? windowEnds : ends;
        limit = Math.max(limit, remaining);
        return remaining > floor()
                ? null
                : BudgetPause.past(reset, "only " + remaining + " errors are left of the error limit");
    }

    /// ESI sends no Retry-After with a 420, but software in between may.
    private static Duration reset(int status, HttpHeaderReader headers, Instant now) {
        OptionalLong seconds = headers.number("X-ESI-Error-Limit-Reset");
        Duration retryAfter = status == 420 ? headers.retryAfter(now) : null;
        if (retryAfter == null) {
            return Duration.ofSeconds(seconds.orElse(WINDOW.toSeconds()));
        }
        Duration reset = Duration.ofSeconds(seconds.orElse(0));
        return retryAfter.compareTo(reset) > 0 ? retryAfter : reset;
    }
}
