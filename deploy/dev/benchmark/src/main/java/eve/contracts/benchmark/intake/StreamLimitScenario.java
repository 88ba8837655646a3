package eve.contracts.benchmark.intake;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.http.Protocol;
import eve.contracts.simulator.universe.UniverseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs the worker over TLS and HTTP/2 twice: with a server that allows few concurrent streams, and with a
/// server that allows many while the worker's own `contracts.esi.max-in-flight` is as low. Prints the ratio of
/// the throughputs.
///
/// System properties: `contracts` (6000), `streams` (100), `latency` of a call in ms (500, so that the limit
/// and not the processor decides).
public final class StreamLimitScenario implements Scenario {

    private static final int CONTRACTS = Integer.getInteger("contracts", 6_000);
    private static final int STREAMS = Integer.getInteger("streams", 100);
    private static final Duration LATENCY = Duration.ofMillis(Integer.getInteger("latency", 500));
    private static final int WARM_UP = 1_000;
    private static final int WINDOW = 512;
    private static final int MANY = 1_000;

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        pass(kafka, postgres, "warmup", WARM_UP, MANY, STREAMS);
        double own = pass(kafka, postgres, "own", CONTRACTS, MANY, STREAMS);
        double servers = pass(kafka, postgres, "servers", CONTRACTS, STREAMS, MANY);
        System.out.printf(
                Locale.ROOT,
                "the server's limit of %d streams: %.2f times the throughput of %d calls in flight%n",
                STREAMS,
                own / servers,
                STREAMS);
    }

    /// Returns the seconds from the first published id to the last event sent.
    private static double pass(
            EmbeddedKafka kafka,
            EmbeddedPostgresServer postgres,
            String name,
            int contracts,
            int streams,
            int maxInFlight)
            throws IOException, InterruptedException {
        Path certificate = Files.createTempFile("esi", ".pem");
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withUniverse(UniverseOptions.defaults().withContracts(contracts))
                .withStillUniverse()
                .withErrorLimit(0)
                .withLatency(Latency.fixed(LATENCY))
                .withProtocol(Protocol.secure()
                        .withConcurrentStreams(streams)
                        .withTls(new Protocol.Tls(List.of(), certificate))))) {
            var settings = new WorkerSettings(kafka, postgres, name, WINDOW, maxInFlight);
            JdbcClient jdbc = settings.createDatabase();
            String[] arguments = Stream.concat(
                            Arrays.stream(settings.arguments(esi, true)),
                            Stream.of(
                                    "--contracts.esi.ssl-bundle=esi",
                                    "--spring.ssl.bundle.pem.esi.truststore.certificate=file:" + certificate))
                    .toArray(String[]::new);
            try (ConfigurableApplicationContext _ =
                    AggregatorApplication.application().run(arguments)) {
                long start = System.nanoTime();
                settings.publish(esi, esi.contractIds());
                WorkerSettings.awaitStored(jdbc, contracts);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %d contracts in %.1f s, %.0f calls a second, at most %d in flight; the server allows %d"
                                + " streams, the worker %d calls%n",
                        name,
                        contracts,
                        seconds,
                        esi.requests().total() / seconds,
                        esi.requests().mostInFlight(),
                        streams,
                        maxInFlight);
                return seconds;
            }
        } finally {
            Files.deleteIfExists(certificate);
        }
    }
}
