package eve.contracts.simulator.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server speaks and how long its connections last.
///
/// @param tls null speaks plain HTTP/1.1
/// @param concurrentStreams HTTP/2's `SETTINGS_MAX_CONCURRENT_STREAMS`
/// @param requestsPerConnection a connection ends with this request: GOAWAY over HTTP/2, `Connection: close` over
///     HTTP/1.1; 0 is no limit
/// @param idle a connection without a request in flight is closed after this time; zero is never
/// @param gzip whether answers are compressed for those who ask for it
public record Protocol(
        @Nullable Tls tls, int concurrentStreams, int requestsPerConnection, Duration idle, boolean gzip) {

    /// HTTPS with HTTP/2 or HTTP/1.1, whichever the client chooses (ALPN).
    ///
    /// @param names host names and addresses in the certificate, besides those of this machine
    /// @param certificateFile where to write the certificate: a PKCS12 trust store if the name ends in `.p12`, else
    PEM
    public record Tls(List<String> names, @Nullable Path certificateFile) {}

    public Protocol {
        if (concurrentStreams < 1 || requestsPerConnection < 0 || idle.isNegative()) {
            throw new IllegalArgumentException("a protocol needs a stream at the least, and no negative numbers");
        }
    }

    /// Plain HTTP/1.1; connections last for ever.
    public static Protocol plain() {
        return new Protocol(null, 128, 0, Duration.ZERO, true);
    }

    /// TLS with HTTP/2 and 128 concurrent streams; connections last for ever.
    public static Protocol secure() {
        return plain().withTls(new Tls(List.of(), null));
    }

    public Protocol withTls(Tls tls) {
        return new Protocol(tls, concurrentStreams, requestsPerConnection, idle, gzip);
    }

    public Protocol withConcurrentStreams(int most) {
        return new Protocol(tls, most, requestsPerConnection, idle, gzip);
    }

    public Protocol withRequestsPerConnection(int most) {
        return new Protocol(tls, concurrentStreams, most, idle, gzip);
    }

    public Protocol withIdle(Duration most) {
        return new Protocol(tls, concurrentStreams, requestsPerConnection, most, gzip);
    }

    public Protocol withGzip(boolean offered) {
        return new Protocol(tls, concurrentStreams, requestsPerConnection, idle, offered);
    }

    boolean endsConnections() {
        return requestsPerConnection > 0 || idle.isPositive();
    }
}
