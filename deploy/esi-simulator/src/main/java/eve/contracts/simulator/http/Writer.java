package eve.contracts.simulator.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Writes answers with the headers that ESI gives each of them.
final class Writer {
    private static final String EXPOSED = "Etag, Retry-After, X-Compatibility-Date, X-Esi-Error-Limit-Remain, "
            + "X-Esi-Error-Limit-Reset, X-Pages, X-Ratelimit-Group, X-Ratelimit-Limit, X-Ratelimit-Remaining, "
            + "X-Ratelimit-Used";

    private final Clock clock;
    private final long seed;
    private final AtomicLong written = new AtomicLong();

    Writer(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    /// An answer of the simulator itself.
    void write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        response.putHeader("Content-Type", "application/json; charset=UTF-8");
        response.end(Buffer.buffer(answer.body()));
    }

    /// An answer of ESI.
    ///
    /// @param limits the headers of the limits
    /// @param cut sends half of the body only, then closes the connection
    void write(HttpServerRequest request, Answer answer, Map<String, String> limits, boolean cut) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        headers(response.headers(), answer);
        limits.forEach(response::putHeader);
        answer.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")) {
                response.putHeader(name, value);
            }
        });
        if (cut) {
            response.putHeader("Content-Length", Integer.toString(answer.body().length));
            response.write(Buffer.buffer().appendBytes(answer.body(), 0, answer.body().length / 2))
                    .onComplete(_ -> request.connection().close());
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }

    private void headers(MultiMap headers, Answer answer) {
        headers.add("Date", Freshness.httpDate(clock.instant()));
        headers.add("Access-Control-Allow-Origin", "*");
        headers.add("Access-Control-Expose-Headers", EXPOSED);
        headers.add("Content-Language", "en");
        headers.add("Strict-Transport-Security", "max-age=31536000");
        headers.add("Vary", "Accept-Language, X-Compatibility-Date, X-Tenant");
        headers.add("X-Compatibility-Date", "2020-01-01");
        headers.add("X-Esi-Request-Id", new UUID(seed, written.incrementAndGet()).toString());
        if (answer.body().length > 0) {
            headers.add("Content-Type", "application/json; charset=UTF-8");
        }
        String etag = answer.etag();
        if (etag != null) {
            headers.add("Etag", etag);
        }
        Freshness freshness = answer.freshness();
        if (freshness != null) {
            headers.add("Cache-Control", "public");
            headers.add("Expires", Freshness.httpDate(freshness.expires()));
            headers.add("Last-Modified", Freshness.httpDate(freshness.lastModified()));
            headers.add("X-Esi-Cache-Status", "HIT");
        }
        Integer pages = answer.pages();
        if (pages != null) {
            headers.add("X-Pages", pages.toString());
        }
    }
}
