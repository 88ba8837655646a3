package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes answers with ESI's headers.
final class Writer {
    private static final CharSequence DATE = HttpHeaders.createOptimized("Date");
    private static final CharSequence SERVER = HttpHeaders.createOptimized("Server");
    private static final CharSequence PROXY = HttpHeaders.createOptimized("proxy");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Esi-Request-Id");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("X-Esi-Cache-Status");
    private static final CharSequence PAGES = HttpHeaders.createOptimized("X-Pages");
    private static final CharSequence HIT = HttpHeaders.createOptimized("HIT");
    private static final CharSequence PUBLIC = HttpHeaders.createOptimized("public");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=UTF-8");
    private static final Map<CharSequence, CharSequence> CONSTANT = Map.of(
            HttpHeaders.createOptimized("Access-Control-Allow-Origin"),
            HttpHeaders.createOptimized("*"),
            HttpHeaders.createOptimized("Access-Control-Expose-Headers"),
            HttpHeaders.createOptimized("Etag, Retry-After, X-Compatibility-Date, X-Esi-Error-Limit-Remain, "
                    + "X-Esi-Error-Limit-Reset, X-Pages, X-Ratelimit-Group, X-Ratelimit-Limit, "
                    + "X-Ratelimit-Remaining, X-Ratelimit-Used"),
            HttpHeaders.createOptimized("Content-Language"),
            HttpHeaders.createOptimized("en"),
            HttpHeaders.createOptimized("Strict-Transport-Security"),
            HttpHeaders.createOptimized("max-age=31536000"),
            HttpHeaders.createOptimized("Vary"),
            HttpHeaders.createOptimized("Accept-Language, X-Compatibility-Date, X-Tenant"),
            HttpHeaders.createOptimized("X-Compatibility-Date"),
            HttpHeaders.createOptimized("2020-01-01"));

    private final Clock clock;
    private final long seed;
    private final boolean gzip;
    private final AtomicLong written = new AtomicLong();
    private volatile Dated dated = Dated.at(0);

    /// @param gzip whether to compress answers if the request accepts gzip
    Writer(Clock clock, long seed, boolean gzip) {
        this.clock = clock;
        this.seed = seed;
        this.gzip = gzip;
    }

    /// Writes an answer of the simulator itself.
    void write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        response.end(Buffer.buffer(answer.body()));
    }

    /// Writes an answer of ESI, or of a service in front of it.
    ///
    /// @param limits the headers of the limits
    /// @param fault applied while the answer is sent
    void write(HttpServerRequest request, Answer answer, Map<String, String> limits, @Nullable Fault fault) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.own()) {
            headers(response.headers(), answer);
        } else {
            response.headers().add(DATE, date()).add(SERVER, PROXY);
        }
        limits.forEach(response::putHeader);
        answer.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")) {
                response.putHeader(name, value);
            }
        });
        answer.missing().forEach(response.headers()::remove);
        Delivery.send(request, encoded(request, answer, fault), fault);
    }

    /// Returns the body in the encoding that the client accepts. A prepared answer with its own encoding does
    /// not change.
    private byte[] encoded(HttpServerRequest request, Answer answer, @Nullable Fault fault) {
        boolean unasked =
                fault != null && (fault.kind() == FaultKind.UNASKED_GZIP || fault.kind() == FaultKind.BROKEN_GZIP);
        HttpServerResponse response = request.response();
        if (answer.body().length == 0
                || response.headers().contains(HttpHeaders.CONTENT_ENCODING)
                || !unasked && !(gzip && Gzip.isWanted(request.getHeader(HttpHeaders.ACCEPT_ENCODING)))) {
            return answer.body();
        }
        response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        byte[] packed = Gzip.packed(answer.body());
        return fault != null && fault.kind() == FaultKind.BROKEN_GZIP
                ? Arrays.copyOf(packed, packed.length / 2)
                : packed;
    }

    private void headers(MultiMap headers, Answer answer) {
        CONSTANT.forEach(headers::add);
        headers.add(DATE, date());
        headers.add(REQUEST_ID, new UUID(seed, written.incrementAndGet()).toString());
        if (answer.body().length > 0) {
            headers.add(HttpHeaders.CONTENT_TYPE, JSON);
        }
        String etag = answer.etag();
        if (etag != null) {
            headers.add(HttpHeaders.ETAG, etag);
        }
        Freshness freshness = answer.freshness();
        if (freshness != null) {
            headers.add(HttpHeaders.CACHE_CONTROL, PUBLIC);
            headers.add(HttpHeaders.EXPIRES, Freshness.httpDate(freshness.expires()));
            headers.add(HttpHeaders.LAST_MODIFIED, Freshness.httpDate(freshness.lastModified()));
            headers.add(CACHE_STATUS, HIT);
        }
        Integer pages = answer.pages();
        if (pages != null) {
            headers.add(PAGES, pages.toString());
        }
    }

    private CharSequence date() {
        long second = clock.instant().getEpochSecond();
        Dated known = dated;
        if (known.second() != second) {
            known = Dated.at(second);
            dated = known;
        }
        return known.text();
    }

    /// The Date header of one second, rendered once.
    private record Dated(long second, CharSequence text) {
        static Dated at(long second) {
            return new Dated(second, HttpHeaders.createOptimized(Freshness.httpDate(Instant.ofEpochSecond(second))));
        }
    }
}
