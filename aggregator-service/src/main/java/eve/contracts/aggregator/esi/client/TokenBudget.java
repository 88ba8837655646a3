package eve.contracts.aggregator.esi.client;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tracks ESI's newer limit: tokens for each group of routes, refilled over time. An answer costs 2 tokens, a
/// 304 costs 1, an error of the caller 5. Which group a route belongs to is learned from its answers; a group
/// bounds only its own routes.
///
/// Not safe for threads; the governor guards it.
final class TokenBudget {

    private static final int FLOOR = 10;
    private static final int MOST_COST = 5;
    private static final int MAX_GROUPS = 50;
    private static final Duration UNKNOWN_WAIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration USUAL_WINDOW = Duration.ofMinutes(15);
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})/(\\d{1,6})([smhd])");

    private final int replicas;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<EsiRoute, Group> groupOf = new EnumMap<>(EsiRoute.class);

    /// @param replicas the number of processes that share the tokens
    TokenBudget(int replicas) {
        this.replicas = replicas;
    }

    static final class Group {
        private double remaining = Double.MAX_VALUE;
        private Instant asOf = Instant.EPOCH;
        private long limit;
        private Duration window = USUAL_WINDOW;
        private Instant pausedUntil = Instant.EPOCH;

        /// Returns the tokens that were left plus those refilled since. After a whole window without an answer
        /// that is the limit, or no bound where the limit is not known.
        private double remaining(Instant now) {
            Duration passed = Duration.between(asOf, now);
            if (passed.compareTo(window) >= 0) {
                return limit == 0 ? Double.MAX_VALUE : limit;
            }
            return limit == 0
                    ? remaining
                    : Math.min(limit, remaining + (double) limit * passed.toMillis() / window.toMillis());
        }

        /// Returns the average time in which as many tokens as the floor are refilled.
        private Duration refill() {
            Duration wait =
                    limit == 0 ? SHORTEST_WAIT : window.multipliedBy(FLOOR).dividedBy(limit);
            return wait.compareTo(SHORTEST_WAIT) > 0 ? wait : SHORTEST_WAIT;
        }
    }

    @Nullable
    Group groupOf(EsiRoute route) {
        return groupOf.get(route);
    }

    Instant pausedUntil(EsiRoute route) {
        Group group = groupOf.get(route);
        return group == null ? Instant.EPOCH : group.pausedUntil;
    }

    /// Returns the most calls in flight, of all routes of the group.
    double allowedInFlight(Group group, Instant now) {
        return (group.remaining(now) - FLOOR) / MOST_COST / replicas;
    }

    /// Returns the tokens left in the group with the fewest; NaN while no answer had any token headers.
    double remaining(Instant now) {
        return groups.values().stream()
                .mapToDouble(group -> group.remaining(now))
                .filter(tokens -> tokens < Double.MAX_VALUE)
                .min()
                .orElse(Double.NaN);
    }

    /// Updates the budget from an answer. Any of the headers may be missing, on a 429 too.
    ///
    /// @return the pause that it requires for the route's group, or `null`
    @Nullable
    BudgetPause heed(EsiRoute route, int status, HttpHeaderReader headers, Instant now) {
        OptionalLong tokens = headers.number("X-Ratelimit-Remaining");
        Group group = group(route, headers.text("X-Ratelimit-Group"), tokens.isPresent() || status == 429);
        if (group == null) {
            return null;
        }
        if (tokens.isPresent()) {
            readLimit(group, headers.text("X-Ratelimit-Limit"));
            group.remaining = tokens.getAsLong();
            group.asOf = now;
        }
        BudgetPause pause = null;
        if (status == 429) {
            Duration wait = headers.retryAfter(now);
            pause = BudgetPause.past(
                    wait == null ? UNKNOWN_WAIT : wait, "the rate limit of " + route + " is used up (429)");
        } else if (tokens.isPresent() && tokens.getAsLong() <= FLOOR) {
            pause = new BudgetPause(
                    group.refill(), "only " + tokens.getAsLong() + " tokens are left of the rate limit of " + route);
        }
        if (pause != null && now.plus(pause.length()).isAfter(group.pausedUntil)) {
            group.pausedUntil = now.plus(pause.length());
            return pause;
        }
        return null;
    }

    /// Returns the group of a route; a route whose answers name no group is its own group.
    private @Nullable Group group(EsiRoute route, @Nullable String named, boolean limited) {
        Group known = groupOf.get(route);
        if (named == null && known != null || !limited) {
            return known;
        }
        String name = named == null ? route.name() : named;
        if (!groups.containsKey(name) && groups.size() >= MAX_GROUPS) {
            return known;
        }
        Group group = groups.computeIfAbsent(name, _ -> new Group());
        groupOf.put(route, group);
        return group;
    }

    private static void readLimit(Group group, @Nullable String text) {
        Matcher parts = LIMIT.matcher(text == null ? "" : text.trim());
        if (!parts.matches()) {
            return;
        }
        long count = Long.parseLong(parts.group(2));
        Duration window = switch (parts.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        if (!window.isZero()) {
            group.limit = Long.parseLong(parts.group(1));
            group.window = window;
        }
    }
}
