package eve.contracts.aggregator.esi.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Detects the limit of the game server behind ESI: an error that names `ConStopSpamming` and a remaining time,
/// without limit headers (esi-issues #876). It concerns the route, not the requested resource.
final class GameServerLimit {

    private static final String LABEL = "ConStopSpamming";
    private static final Pattern REMAINING = Pattern.compile("(?i)remaining_?time\\W{1,10}(\\d{1,18})");
    private static final int MOST_TEXT = 2_000;
    /// The game server counts in units of 100 ns; a value below one millisecond is taken as seconds.
    private static final long UNITS_PER_MILLISECOND = 10_000;
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private GameServerLimit() {}

    /// @return the pause that the answer requires, or `null` when it is not about that limit
    static @Nullable BudgetPause pause(HttpCall.Result.Whole whole) {
        if (whole.info().statusCode() < 400) {
            return null;
        }
        byte[] body = whole.body();
        String text = new String(body, 0, Math.min(body.length, MOST_TEXT), StandardCharsets.UTF_8);
        return text.contains(LABEL)
                ? new BudgetPause(remaining(text), "the game server limits the route (" + LABEL + ")")
                : null;
    }

    private static Duration remaining(String text) {
        Matcher matcher = REMAINING.matcher(text);
        if (!matcher.find()) {
            return USUAL;
        }
        long said = Long.parseLong(matcher.group(1));
        Duration remaining = said < UNITS_PER_MILLISECOND
                ? Duration.ofSeconds(said)
                : Duration.ofMillis(said / UNITS_PER_MILLISECOND);
        if (remaining.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return remaining.compareTo(LONGEST) < 0 ? remaining : LONGEST;
    }
}
