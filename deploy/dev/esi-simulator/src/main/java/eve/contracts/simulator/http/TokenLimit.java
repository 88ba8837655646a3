package eve.contracts.simulator.http;

import java.time.Duration;

/// ESI's newer limit: tokens for each group of routes and client. Each token is given back one window after it
/// was used.
///
/// @param announced whether answers have the X-Ratelimit headers, and a 429 has Retry-After
public record TokenLimit(int tokens, Duration window, boolean announced) {
    public TokenLimit {
        if (tokens < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException("a token limit needs a token and a second at the least");
        }
    }

    String text() {
        long minutes = window.toMinutes();
        return minutes > 0 && window.equals(Duration.ofMinutes(minutes))
                ? tokens + "/" + minutes + "m"
                : tokens + "/" + window.toSeconds() + "s";
    }

    static int cost(int status) {
        return switch (status / 100) {
            case 2 -> 2;
            case 3 -> 1;
            case 4 -> status == 429 || status == 420 ? 0 : 5;
            default -> 0;
        };
    }
}
