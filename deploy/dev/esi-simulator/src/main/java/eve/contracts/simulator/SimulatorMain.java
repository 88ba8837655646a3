package eve.contracts.simulator;

import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.http.Protocol;
import eve.contracts.simulator.http.TokenLimit;
import eve.contracts.simulator.universe.UniverseOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the simulator as a program. Each option can also be set as an environment variable: `--latency-ms` as
/// `SIMULATOR_LATENCY_MS`. A wrong option ends it with one line and exit code 2, a taken port with one line and
/// exit code 1.
@Command(
        name = "esi-simulator",
        mixinStandardHelpOptions = true,
        description = "Simulates EVE Online's ESI for public contracts.",
        defaultValueProvider = FromEnvironment.class,
        sortOptions = false)
public final class SimulatorMain implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "8089", description = "Port to listen on, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--seed", defaultValue = "1", description = "Same seed, same universe (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--contracts", defaultValue = "2000", description = "How many are listed (${DEFAULT-VALUE}).")
    private int contracts;

    @Option(names = "--types", defaultValue = "20000", description = "Types that items have (${DEFAULT-VALUE}).")
    private int types;

    @Option(names = "--region", split = ",", description = "Region and its share, as 10000002=0.7; may be repeated.")
    private Map<Long, Double> regions = new LinkedHashMap<>();

    @Option(names = "--gone", defaultValue = "0", description = "Share listed though gone (${DEFAULT-VALUE}).")
    private double gone;

    @Option(
            names = "--large-contracts",
            defaultValue = "1",
            description = "Contracts of over 1000 items (${DEFAULT-VALUE}).")
    private int largeContracts;

    @Option(
            names = "--contracts-per-hour",
            defaultValue = "230",
            description = "New ones per 48,000 (${DEFAULT-VALUE}).")
    private double contractsPerHour;

    @Option(names = "--listing-seconds", defaultValue = "1800", description = "Age of a listing (${DEFAULT-VALUE}).")
    private long listingSeconds;

    @Option(
            names = "--latency-ms",
            defaultValue = "100",
            description = "Median latency, 0 for none (${DEFAULT-VALUE}).")
    private long latencyMillis;

    @Option(names = "--slow-share", defaultValue = "0", description = "Share of slow answers (${DEFAULT-VALUE}).")
    private double slowShare;

    @Option(names = "--slow-ms", defaultValue = "2000", description = "Latency of slow answers (${DEFAULT-VALUE}).")
    private long slowMillis;

    @Option(
            names = "--error-limit",
            defaultValue = "100",
            description = "Errors a minute, 0 for any (${DEFAULT-VALUE}).")
    private int errorLimit;

    @Option(names = "--tokens", defaultValue = "0", description = "Tokens in 15 minutes, 0 for any (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--downtime", description = "Begin of a daily downtime of 5 minutes, UTC, as 11:00.")
    private @Nullable LocalTime downtime;

    @Option(names = "--fault", split = ",", description = "Fault and its share, as SERVER_ERROR=0.04; may be repeated.")
    private Map<FaultKind, Double> faults = new LinkedHashMap<>();

    @Option(names = "--storm", description = "Seed of a storm of faults that come and go.")
    private @Nullable Long storm;

    @Option(names = "--tls", description = "HTTPS with HTTP/2 and a self-signed certificate made at start.")
    private boolean tls;

    @Option(names = "--tls-name", split = ",", description = "Further host name of the certificate; may be repeated.")
    private List<String> tlsNames = new ArrayList<>();

    @Option(
            names = "--certificate-file",
            description = "Where to write the certificate: a trust store if it ends in .p12, else PEM.")
    private @Nullable Path certificateFile;

    @Option(
            names = "--concurrent-streams",
            defaultValue = "128",
            description = "Streams of an HTTP/2 connection (${DEFAULT-VALUE}).")
    private int concurrentStreams;

    @Option(
            names = "--requests-per-connection",
            defaultValue = "0",
            description = "Then GOAWAY, 0 for any (${DEFAULT-VALUE}).")
    private int requestsPerConnection;

    @Option(
            names = "--idle-seconds",
            defaultValue = "0",
            description = "Closes connections that are idle so long, 0 for never (${DEFAULT-VALUE}).")
    private long idleSeconds;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SimulatorMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((bad, _) -> {
                    bad.getCommandLine().getErr().println(bad.getMessage() + " (--help tells all options)");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failed, line, _) -> {
                    line.getErr().println(failed.getMessage());
                    return failed instanceof IllegalArgumentException
                            ? CommandLine.ExitCode.USAGE
                            : CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Fault> wanted = faults.entrySet().stream()
                .map(fault -> Fault.of(fault.getKey(), fault.getValue()))
                .toList();
        try (EsiSimulator simulator = EsiSimulator.start(options())) {
            wanted.forEach(simulator.faults()::add);
            if (storm != null) {
                simulator.storm(storm, true);
            }
            PrintWriter out = spec == null
                    ? new PrintWriter(System.out, true)
                    : spec.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "ESI simulator on %s: %d contracts in %d regions, seed %d; counts at %s/simulator/requests%n",
                    simulator.baseUrl(),
                    contracts,
                    simulator.regionIds().size(),
                    seed,
                    simulator.baseUrl());
            out.flush();
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        }
    }

    private SimulatorOptions options() {
        UniverseOptions universe = UniverseOptions.defaults()
                .withSeed(seed)
                .withContracts(contracts)
                .withTypes(types)
                .withGone(gone)
                .withLargeContracts(largeContracts)
                .withContractsPerHour(contractsPerHour)
                .withListingAge(Duration.ofSeconds(listingSeconds));
        Latency latency = latencyMillis == 0 ? Latency.none() : Latency.around(Duration.ofMillis(latencyMillis));
        return SimulatorOptions.defaults()
                .withHost(host)
                .withPort(port)
                .withUniverse(regions.isEmpty() ? universe : universe.withRegions(regions))
                .withLatency(slowShare == 0 ? latency : latency.withSlowShare(slowShare, Duration.ofMillis(slowMillis)))
                .withErrorLimit(errorLimit)
                .withTokens(tokens == 0 ? null : new TokenLimit(tokens, Duration.ofMinutes(15), true))
                .withDowntime(downtime == null ? null : new Downtime(downtime, Duration.ofMinutes(5)))
                .withProtocol(protocol());
    }

    private Protocol protocol() {
        Protocol plain = Protocol.plain()
                .withConcurrentStreams(concurrentStreams)
                .withRequestsPerConnection(requestsPerConnection)
                .withIdle(Duration.ofSeconds(idleSeconds));
        return tls ? plain.withTls(new Protocol.Tls(tlsNames, certificateFile)) : plain;
    }
}
