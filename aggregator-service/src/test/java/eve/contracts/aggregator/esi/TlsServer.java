package eve.contracts.aggregator.esi;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// An HTTPS server that offers HTTP/2 and HTTP/1.1, as the live ESI does, with a self-signed certificate for
/// `localhost`.
final class TlsServer implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final Path store;
    private final int port;

    /// @param streams of HTTP/2 at most at once on one connection
    TlsServer(long streams, Handler<HttpServerRequest> handler) throws IOException, InterruptedException {
        store = Files.createTempDirectory("tls").resolve("key.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "esi",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
        HttpServerOptions options = new HttpServerOptions()
                .setHost("localhost")
                .setSsl(true)
                .setUseAlpn(true)
                .setAcceptBacklog(1024)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(streams))
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        port = vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    Vertx vertx() {
        return vertx;
    }

    URI baseUrl() {
        return URI.create("https://localhost:" + port);
    }

    KeyStore trusted() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    @Override
    public void close() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Files.deleteIfExists(store);
        Files.deleteIfExists(store.getParent());
    }
}
