package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/// Over TLS, with a server that offers HTTP/2 with few streams, as the live ESI may.
class EncryptedEsiTests {

    private static final int STREAMS = 100;
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final int CALLS = 2_000;

    private static TlsServer server;
    private static DefaultSslBundleRegistry bundles;

    @BeforeAll
    static void start() throws Exception {
        server = new TlsServer(STREAMS, EncryptedEsiTests::receive);
        bundles = new DefaultSslBundleRegistry("esi", SslBundle.of(SslStoreBundle.of(null, null, server.trusted())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void receive(HttpServerRequest request) {
        Objects.requireNonNull(Vertx.currentContext())
                .owner()
                .setTimer(
                        LATENCY.toMillis(),
                        _ -> request.response()
                                .putHeader("Content-Type", "application/json")
                                .end("[]"));
    }

    @Test
    void moreCallsInFlightThanTheServersStreamsNeitherFailNorPauseTheRest() throws InterruptedException {
        EsiClient client = client("ssl-bundle=esi", "max-in-flight=256", "requests-per-second=0");
        long began = System.nanoTime();

        int answered = callers(client, 256, CALLS);

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%d calls of %d ms took %d ms%n", CALLS, LATENCY.toMillis(), took.toMillis());
        assertThat(answered).isEqualTo(CALLS);
    }

    @Test
    void aCertificateThatIsNotTrustedIsNamedAsTheCause() {
        EsiClient client = client();

        UnfitAnswerException failure = catchThrowableOfType(
                UnfitAnswerException.class, () -> client.get(EsiRoute.BIDS, EsiRoute.BIDS.path(1, 1)));

        assertThat(failure)
                .hasMessageContaining("TLS with localhost:" + server.baseUrl().getPort())
                .hasMessageContaining("certification path")
                .hasMessageContaining("Suspended");
    }

    /// @return how many of so many calls were answered
    private static int callers(EsiClient client, int callers, int calls) throws InterruptedException {
        var answered = new AtomicInteger();
        var places = new Semaphore(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < calls; n++) {
                places.acquire();
                String path = EsiRoute.BIDS.path(n, 1);
                Callable<Integer> call = () -> {
                    try {
                        client.get(EsiRoute.BIDS, path);
                        return answered.incrementAndGet();
                    } finally {
                        places.release();
                    }
                };
                threads.submit(call);
            }
        }
        return answered.get();
    }

    private static EsiClient client(String... settings) {
        EsiProperties properties = EsiSettings.of(server.baseUrl(), settings);
        var meters = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();
        return new EsiClient(properties, new EsiGovernor(properties, clock, meters), clock, meters, bundles);
    }
}
