package eve.contracts.local;

import eve.contracts.aggregator.discovery.DiscoveryProperties;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.model.Topics;
import eve.contracts.simulator.EsiSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Starts Kafka and PostgreSQL, ESI, aggregator-service and contract-api, in this order, and shows their
/// progress until it is stopped. An error that the user can correct ends it with one line and exit code 1, a
/// wrong option with one line and exit code 2.
@Command(name = "./mvnw -Plocal")
final class LocalApplication implements Callable<Integer> {

    /// The id in the texts if no contract is stored yet.
    private static final long EXAMPLE = 123_456_789;

    @Mixin
    private LocalOptions options = new LocalOptions();

    private final Screen screen;
    private final Parts parts = new Parts();

    private LocalApplication(Screen screen) {
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        System.exit(run(Screen.standard(), arguments));
    }

    static int run(Screen screen, String... arguments) {
        // Maven passes an empty option as -Dname=
        String[] set = Arrays.stream(arguments)
                .filter(argument -> !argument.endsWith("="))
                .toArray(String[]::new);
        return new CommandLine(new LocalApplication(screen))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, _) -> {
                    screen.say("Cannot start: " + wrong.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failed, _, _) -> {
                    screen.say("Cannot start: " + failed.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(set);
    }

    @Override
    public Integer call() throws InterruptedException {
        Ports.requireFree(options);
        requireUserAgent();
        createDirectory(options.data);
        Warnings.showOn(screen, logFile(options));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            start();
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (InterruptedException stopping) {
            return CommandLine.ExitCode.OK;
        } catch (CannotStartException e) {
            parts.close();
            throw e;
        } catch (RuntimeException e) {
            Logger log = LoggerFactory.getLogger(LocalApplication.class);
            log.info("The start failed", e);
            parts.close();
            throw new CannotStartException(
                    String.format(Locale.ROOT, "%s (more in %s)", rootOf(e).getMessage(), logFile(options)));
        }
    }

    static Path logFile(LocalOptions options) {
        return options.data.resolve("log", "local.log");
    }

    private void start() throws InterruptedException {
        screen.live("Starting Kafka and PostgreSQL ...");
        Engines engines = parts.add(() -> Engines.start(options));
        EsiSimulator simulator =
                options.isSimulated() ? parts.add(() -> SimulatedEsi.of(options).start(options.simulatorPort)) : null;
        screen.live("Starting aggregator-service ...");
        var services = new Services(options, engines);
        ConfigurableApplicationContext worker = parts.add(() -> services.startAggregator(simulator));
        screen.live("Starting contract-api ...");
        OperatorPassword password = OperatorPassword.of(options.data);
        parts.add(() -> services.startApi(password));
        screen.live("");
        var welcome = new Welcome(options, password);
        screen.say(welcome.addresses(esiInWords(worker, simulator)));
        int regions = worker.getBean(DiscoveryProperties.class).regions().size();
        if (regions == 0) {
            screen.say(Welcome.waitingForIds());
            screen.say(welcome.whatToTry(EXAMPLE));
        }
        parts.add(() -> {
            var reader =
                    new FiguresReader(engines, worker.getBean(Topics.class), worker.getBean(IntakeProperties.class));
            return Progress.show(reader, screen, regions, figures -> tell(welcome, figures, reader, regions == 0));
        });
    }

    private static String esiInWords(ConfigurableApplicationContext worker, @Nullable EsiSimulator simulator) {
        URI esi = worker.getBean(EsiProperties.class).baseUrl();
        return simulator == null
                ? esi.toString()
                : String.format(
                        Locale.ROOT,
                        "%s, simulated, %,d contracts",
                        esi,
                        simulator.contractIds().size());
    }

    private void tell(Welcome welcome, Figures figures, FiguresReader reader, boolean wasTold) {
        screen.say(Welcome.summary(figures, sinceStart()));
        if (!wasTold) {
            screen.say(welcome.whatToTry(reader.openContract().orElse(EXAMPLE)));
        }
    }

    private void stop() {
        if (parts.isClosed()) {
            return;
        }
        screen.live("");
        screen.say("Stopping ...");
        Instant begin = Instant.now();
        parts.close();
        screen.say(String.format(
                Locale.ROOT,
                "Stopped after %.1f s; the data stay in %s.",
                Duration.between(begin, Instant.now()).toMillis() / 1000.0,
                options.data));
    }

    private void requireUserAgent() {
        if (!options.isSimulated() && UserSettings.first("contracts.esi.user-agent", "ESI_USER_AGENT") == null) {
            throw new CannotStartException("the real ESI wants to know who asks: set the environment variable"
                    + " ESI_USER_AGENT to app/version (contact), e.g. ESI_USER_AGENT='my-contracts/1.0"
                    + " (me@example.org)' ./mvnw -Plocal -Desi=live");
        }
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
