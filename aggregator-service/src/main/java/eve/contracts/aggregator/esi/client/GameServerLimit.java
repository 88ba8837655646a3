package eve.contracts.aggregator.esi.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The limit of the game server behind ESI: an error that names `ConStopSpamming` and a remaining time, and nothing
/// in the headers (esi-issues #876). It is said of the route, not of what was asked for.
final class GameServerLimit {

    private static final String LABEL = "ConStopSpamming";
    private static final Pattern REMAINING = Pattern.compile("(?i)remaining_?time\\W{1,10}(\\d{1,18})");
    private static final int MOST_TEXT = 2_000;
    /// The game server counts in units of 100 ns; what is less than a millisecond of them is taken for seconds.
    private static final long UNITS_PER_MILLISECOND = 10_000;
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private GameServerLimit() {}

    /// @return the pause that the answer asks for, or `null` when it is not of that limit
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
