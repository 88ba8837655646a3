package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.http.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/// Calls over TLS and HTTP/2, with a server that allows few streams and closes connections, as the live ESI
/// may.
class EncryptedEsiTests {

    private static final int CALLERS = 256;

    /// @param requests the requests on a connection until GOAWAY; 0 for no end
    @ParameterizedTest
    @CsvSource({"100, 0, 2000", "7, 0, 200", "128, 300, 2000"})
    void moreCallsThanTheServersStreamsWaitForTheirTurnAndNoneFails(int streams, int requests, int calls)
            throws Exception {
        try (EsiSimulator esi =
                secure(Protocol.secure().withConcurrentStreams(streams).withRequestsPerConnection(requests))) {
            int answered = callers(client(esi, trusting(esi)), withItems(esi), calls);

            assertThat(answered).isEqualTo(calls);
            assertThat(esi.requests().mostInFlight()).isGreaterThanOrEqualTo(streams * 9 / 10);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsNamedAsTheCause() throws Exception {
        try (EsiSimulator esi = secure(Protocol.secure())) {
            EsiClient client = client(esi, new DefaultSslBundleRegistry(), "ssl-bundle=");

            FetchFailedException failure = catchThrowableOfType(
                    FetchFailedException.class, () -> client.get(EsiRoute.BIDS, EsiRoute.BIDS.path(1, 1)));

            assertThat(failure)
                    .hasMessageContaining("TLS with 127.0.0.1:" + esi.port())
                    .hasMessageContaining("certification path")
                    .hasMessageContaining("Suspended");
        }
    }

    private static EsiSimulator secure(Protocol protocol) {
        return EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(300)
                .withStillUniverse()
                .withErrorLimit(0)
                .withLatency(Latency.fixed(Duration.ofMillis(100)))
                .withProtocol(protocol));
    }

    private static DefaultSslBundleRegistry trusting(EsiSimulator esi) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("esi", esi.certificate());
        return new DefaultSslBundleRegistry("esi", SslBundle.of(SslStoreBundle.of(null, null, trusted)));
    }

    private static List<Long> withItems(EsiSimulator esi) {
        return esi.contractIds().stream()
                .filter(id -> !esi.truth(id).items().isEmpty())
                .toList();
    }

    /// @return how many of these calls were answered
    private static int callers(EsiClient client, List<Long> ids, int calls) throws InterruptedException {
        var answered = new AtomicInteger();
        var places = new Semaphore(CALLERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < calls; n++) {
                places.acquire();
                String path = EsiRoute.ITEMS.path(ids.get(n % ids.size()), 1);
                Callable<Integer> call = () -> {
                    try {
                        client.get(EsiRoute.ITEMS, path);
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

    private static EsiClient client(EsiSimulator esi, DefaultSslBundleRegistry bundles, String... settings) {
        var properties = EsiSettings.of(
                esi.baseUrl(),
                settings.length > 0
                        ? settings
                        : new String[] {"ssl-bundle=esi", "max-in-flight=" + CALLERS, "requests-per-second=0"});
        var meters = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();
        return new EsiClient(properties, new EsiGovernor(properties, clock, meters), clock, meters, bundles);
    }
}
