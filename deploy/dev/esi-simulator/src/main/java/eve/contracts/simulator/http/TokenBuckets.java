package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Route;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps the token buckets of all clients. Without a limit it accepts all requests and adds no headers.
final class TokenBuckets {
    private final @Nullable TokenLimit limit;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    TokenBuckets(@Nullable TokenLimit limit) {
        this.limit = limit;
    }

    /// Returns the seconds until the client may send the next request; 0 if it may now.
    long wait(String client, Route route, Instant now) {
        TokenLimit known = limit;
        return known == null ? 0 : bucket(client, route).wait(known, now);
    }

    /// Charges an answer and returns its headers.
    Map<String, String> charge(String client, Route route, Instant now, int status) {
        TokenLimit known = limit;
        if (known == null) {
            return Map.of();
        }
        int used = bucket(client, route).charge(known, now, TokenLimit.cost(status));
        if (!known.announced()) {
            return Map.of();
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Ratelimit-Group", group(route));
        headers.put("X-Ratelimit-Limit", known.text());
        headers.put("X-Ratelimit-Remaining", Integer.toString(Math.max(0, known.tokens() - used)));
        headers.put("X-Ratelimit-Used", Integer.toString(TokenLimit.cost(status)));
        if (status == 429) {
            headers.put("Retry-After", Long.toString(Math.max(1, wait(client, route, now))));
        }
        return headers;
    }

    private Bucket bucket(String client, Route route) {
        return buckets.computeIfAbsent(client + " " + group(route), _ -> new Bucket());
    }

    static String group(Route route) {
        return switch (route) {
            case LISTING, ITEMS, BIDS -> "contract";
            case DYNAMIC_ITEMS -> "dogma";
            case REGIONS, REGION, TYPE, NAMES -> "universe";
            case STATUS -> "status";
            case UNKNOWN -> "unknown";
        };
    }

    private static final class Bucket {
        private final Deque<Spent> spent = new ArrayDeque<>();
        private int used;

        private record Spent(Instant back, int tokens) {}

        synchronized long wait(TokenLimit limit, Instant now) {
            giveBack(now);
            Spent oldest = spent.peekFirst();
            return used < limit.tokens() || oldest == null
                    ? 0
                    : Math.max(1, oldest.back().getEpochSecond() - now.getEpochSecond());
        }

        synchronized int charge(TokenLimit limit, Instant now, int cost) {
            giveBack(now);
            if (cost > 0) {
                spent.addLast(new Spent(now.plus(limit.window()), cost));
                used += cost;
            }
            return used;
        }

        private void giveBack(Instant now) {
            for (Spent oldest = spent.peekFirst();
                    oldest != null && !oldest.back().isAfter(now);
                    oldest = spent.peekFirst()) {
                used -= oldest.tokens();
                spent.removeFirst();
            }
        }
    }
}
