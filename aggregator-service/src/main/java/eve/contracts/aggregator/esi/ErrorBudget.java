package eve.contracts.aggregator.esi;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// ESI's error limit: 100 answers other than 2xx and 3xx in a minute, then 420 for every caller behind the address.
/// What each answer says is left counts the errors of all of them.
///
/// Not safe for threads; the governor guards it.
final class ErrorBudget {

    static final int FULL = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration JITTER = Duration.ofSeconds(2);
    private static final int MEMORY = 2_000;

    private final int floor;

    private long remaining = FULL;
    private Instant windowEnds = Instant.EPOCH;
    private double calls;
    private double errors;

    /// @param floor so many errors are left to others, and to what this estimate misses
    ErrorBudget(int floor) {
        this.floor = floor;
    }

    /// So many that, should they fail at the highest rate that what was seen allows for, half of what is left above the
    /// floor is used. Nothing seen allows for all of them failing; each good answer makes room for some more.
    double allowedInFlight(Instant now) {
        double worstRate = (errors + 2 * Math.sqrt(errors) + 3) / (calls + 3);
        return (remaining(now) - floor) / (2 * Math.min(1, worstRate));
    }

    /// Errors left in the window.
    long remaining(Instant now) {
        return now.isBefore(windowEnds) ? remaining : FULL;
    }

    /// Learns from an answer.
    ///
    /// @return the pause it calls for, or `null`
    @Nullable
    BudgetPause heed(int status, HttpHeaderReader headers, Instant now) {
        count(status);
        OptionalLong remain = headers.number("X-ESI-Error-Limit-Remain");
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
        if (now.isBefore(windowEnds) && ends.isBefore(windowEnds.minus(JITTER))) {
            // Of the window before, overtaken by answers of this one.
            return null;
        }
        boolean sameWindow = now.isBefore(windowEnds) && !ends.isAfter(windowEnds.plus(JITTER));
        remaining = sameWindow ? Math.min(remaining, remain.getAsLong()) : remain.getAsLong();
        windowEnds = sameWindow ? windowEnds : ends;
        return remaining > floor
                ? null
                : BudgetPause.past(reset, "only " + remaining + " errors are left of the error limit");
    }

    /// ESI sends no Retry-After with a 420; whoever stands between may.
    private static Duration reset(int status, HttpHeaderReader headers, Instant now) {
        OptionalLong seconds = headers.number("X-ESI-Error-Limit-Reset");
        Duration retryAfter = status == 420 ? headers.retryAfter(now) : null;
        if (retryAfter == null) {
            return Duration.ofSeconds(seconds.orElse(WINDOW.toSeconds()));
        }
        Duration reset = Duration.ofSeconds(seconds.orElse(0));
        return retryAfter.compareTo(reset) > 0 ? retryAfter : reset;
    }

    private void count(int status) {
        calls++;
        if (status >= 400) {
            errors++;
        }
        if (calls > MEMORY) {
            calls /= 2;
            errors /= 2;
        }
    }
}
