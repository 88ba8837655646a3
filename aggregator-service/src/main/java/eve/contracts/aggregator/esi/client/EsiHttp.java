package eve.contracts.aggregator.esi.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/// Creates the requests and the HTTP clients according to the settings.
///
/// It uses HTTP/2 over TLS where the server offers it, and HTTP/1.1 otherwise: over plain HTTP the offer of
/// HTTP/2 would cost a header and its refusal on each new connection.
final class EsiHttp {

    private final EsiProperties esi;
    private final SslBundles bundles;
    private final String root;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

    EsiHttp(EsiProperties esi, SslBundles bundles) {
        this.esi = esi;
        this.bundles = bundles;
        String base = esi.baseUrl().toString();
        this.root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    HttpClient client() {
        // Most of the time for the whole call, so that a server that accepts no connection can be distinguished
        // from one that does.
        Duration toConnect = esi.requestTimeout().multipliedBy(4).dividedBy(5);
        var client = HttpClient.newBuilder()
                .version(root.startsWith("https:") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(toConnect)
                .executor(threads);
        if (!esi.sslBundle().isBlank()) {
            client.sslContext(bundles.getBundle(esi.sslBundle()).createSslContext());
        }
        return client.build();
    }

    /// @param json the body of a POST; `null` for a GET
    HttpRequest request(String path, @Nullable String etag, byte @Nullable [] json) {
        var request = HttpRequest.newBuilder(URI.create(root + path))
                .header("User-Agent", esi.userAgent())
                .header("X-Compatibility-Date", esi.compatibilityDate().toString())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        if (json != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(json));
        }
        return request.build();
    }
}
