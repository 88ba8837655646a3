package eve.contracts.simulator.http;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// ESI's error limit: a number of answers other than 2xx and 3xx per minute and address; then only 420 until
/// the minute is over.
final class ErrorLimit {
    private static final int WINDOW = 60;

    private final int most;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long minute, AtomicInteger errors) {}

    /// @param most errors per minute; 0 means no limit
    ErrorLimit(int most) {
        this.most = most;
    }

    boolean isUsedUp(String client, Instant now) {
        return most > 0 && window(client, now).errors().get() >= most;
    }

    void count(String client, Instant now, int status) {
        if (status >= 400 && status != 420) {
            window(client, now).errors().incrementAndGet();
        }
    }

    /// Returns the limit headers of an answer; empty if there is no limit.
    Map<String, String> headers(String client, Instant now) {
        if (most == 0) {
            return Map.of();
        }
        int remain = Math.max(0, most - window(client, now).errors().get());
        long reset = WINDOW - Math.floorMod(now.getEpochSecond(), WINDOW);
        return Map.of(
                "X-Esi-Error-Limit-Remain", Integer.toString(remain), "X-Esi-Error-Limit-Reset", Long.toString(reset));
    }

    private Window window(String client, Instant now) {
        long minute = Math.floorDiv(now.getEpochSecond(), WINDOW);
        Window present = windows.get(client);
        if (present != null && present.minute() == minute) {
            return present;
        }
        return windows.compute(
                client,
                (_, old) -> old != null && old.minute() == minute ? old : new Window(minute, new AtomicInteger()));
    }
}
