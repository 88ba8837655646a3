package eve.contracts.simulator.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The protocol of the server and the lifetime of its connections.
///
/// @param concurrentStreams HTTP/2's `SETTINGS_MAX_CONCURRENT_STREAMS`
/// @param requestsPerConnection a connection ends with this request: GOAWAY over HTTP/2, `Connection: close`
///     over HTTP/1.1; 0 means no limit
/// @param idle a connection without a request in flight is closed after this time; zero means never
/// @param gzip whether answers are compressed if the request accepts gzip
/// @param tls null means plain HTTP/1.1
public record Protocol(
        int concurrentStreams,
        int requestsPerConnection,
        Duration idle,
        boolean gzip,
        @Nullable Tls tls) {

    public Protocol {
        if (concurrentStreams < 1 || requestsPerConnection < 0 || idle.isNegative()) {
            throw new IllegalArgumentException("a protocol needs a stream at the least, and no negative numbers");
        }
    }

    /// HTTPS with HTTP/2 or HTTP/1.1; the client chooses (ALPN).
    ///
    /// @param names host names and addresses in the certificate, in addition to those of this machine
    /// @param certificateFile where to write the certificate: a trust store if the name ends in `.p12`, else
    ///     PEM
    public record Tls(List<String> names, @Nullable Path certificateFile) {}

    /// Returns plain HTTP/1.1 with connections that never expire.
    public static Protocol plain() {
        return new Protocol(128, 0, Duration.ZERO, true, null);
    }

    /// Returns TLS with HTTP/2 and 128 concurrent streams, with connections that never expire.
    public static Protocol secure() {
        return plain().withTls(new Tls(List.of(), null));
    }

    public Protocol withTls(Tls tls) {
        return new Protocol(concurrentStreams, requestsPerConnection, idle, gzip, tls);
    }

    public Protocol withConcurrentStreams(int most) {
        return new Protocol(most, requestsPerConnection, idle, gzip, tls);
    }

    public Protocol withRequestsPerConnection(int most) {
        return new Protocol(concurrentStreams, most, idle, gzip, tls);
    }

    public Protocol withIdle(Duration most) {
        return new Protocol(concurrentStreams, requestsPerConnection, most, gzip, tls);
    }

    public Protocol withGzip(boolean offered) {
        return new Protocol(concurrentStreams, requestsPerConnection, idle, offered, tls);
    }

    boolean endsConnections() {
        return requestsPerConnection > 0 || idle.isPositive();
    }
}
