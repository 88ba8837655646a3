package eve.contracts.aggregator.esi;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// ESI's newer limit: tokens for each group of routes, given back over time. An answer costs 2 tokens, a 304 one, an
/// error of the caller 5.
///
/// Not safe for threads; the governor guards it.
final class TokenBudget {

    private static final int FLOOR = 10;
    private static final int USUAL_COST = 2;
    private static final int MAX_GROUPS = 50;
    private static final Duration UNKNOWN_WAIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})/(\\d{1,6})([smhd])");

    private final Map<String, Long> remaining = new HashMap<>();

    /// As many as the poorest group can pay for.
    double allowedInFlight() {
        return remaining.values().stream()
                .mapToDouble(tokens -> (double) (tokens - FLOOR) / USUAL_COST)
                .min()
                .orElse(Double.MAX_VALUE);
    }

    /// Of the poorest group; NaN while no answer has told of any.
    double remaining() {
        return remaining.values().stream().mapToDouble(Long::doubleValue).min().orElse(Double.NaN);
    }

    /// Learns from an answer. Any of the headers may be missing, on a 429 too.
    ///
    /// @return the pause it calls for, or `null`
    @Nullable
    BudgetPause heed(int status, HttpHeaderReader headers, Instant now) {
        OptionalLong tokens = headers.number("X-Ratelimit-Remaining");
        String group = headers.text("X-Ratelimit-Group");
        String name = group == null ? "" : group;
        if (tokens.isPresent() && (remaining.containsKey(name) || remaining.size() < MAX_GROUPS)) {
            remaining.put(name, tokens.getAsLong());
        }
        if (status == 429) {
            Duration wait = headers.retryAfter(now);
            return BudgetPause.past(wait == null ? UNKNOWN_WAIT : wait, "the rate limit is used up (429)");
        }
        return tokens.isEmpty() || tokens.getAsLong() > FLOOR
                ? null
                : new BudgetPause(refill(headers), "only " + tokens.getAsLong() + " tokens are left of the rate limit");
    }

    /// How long it takes on average until the floor's worth of tokens has come back.
    private static Duration refill(HttpHeaderReader headers) {
        String limit = headers.text("X-Ratelimit-Limit");
        Matcher parts = LIMIT.matcher(limit == null ? "" : limit.trim());
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            return SHORTEST_WAIT;
        }
        long count = Long.parseLong(parts.group(2));
        Duration window = switch (parts.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        Duration wait = window.multipliedBy(FLOOR).dividedBy(Long.parseLong(parts.group(1)));
        return wait.compareTo(SHORTEST_WAIT) > 0 ? wait : SHORTEST_WAIT;
    }
}
