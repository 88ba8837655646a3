package eve.contracts.benchmark.intake;

import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Publishes ids while instances, each a process, are stopped with SIGTERM and started every few seconds. Each
/// id is stored once, and each stop repeats at most one window of fetches.
///
/// System properties: `ids` (100000), `instances` (2), `window` (256), `seconds` between two stops (5).
public final class ChurnScenario implements Scenario {

    private static final int IDS = Integer.getInteger("ids", 100_000);
    private static final int INSTANCES = Integer.getInteger("instances", 2);
    private static final int WINDOW = Integer.getInteger("window", 256);
    private static final int SECONDS = Integer.getInteger("seconds", 5);

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        var settings = new WorkerSettings(kafka, postgres, "churn", WINDOW);
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(IDS)
                .withStillUniverse()
                .withErrorLimit(0)
                .withLatency(Latency.fixed(Duration.ofMillis(50))))) {
            JdbcClient jdbc = settings.createDatabase();
            List<Process> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(start(settings, esi));
            }
            while (!settings.hasTables()) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            settings.publish(esi, esi.contractIds());
            int stops = 0;
            var random = new Random(1);
            while (stored(jdbc) < IDS) {
                TimeUnit.SECONDS.sleep(SECONDS);
                int which = random.nextInt(INSTANCES);
                stop(instances.get(which));
                instances.set(which, start(settings, esi));
                stops++;
                System.out.printf(Locale.ROOT, "%d stored after %d stops%n", stored(jdbc), stops);
            }
            for (Process instance : instances) {
                stop(instance);
            }
            report(jdbc, esi, stops);
        }
    }

    private static void report(JdbcClient jdbc, EsiSimulator esi, int stops) {
        long pages = esi.contractIds().stream()
                .filter(id -> !esi.truth(id).items().isEmpty())
                .mapToLong(id -> (esi.truth(id).items().size() + 999) / 1000)
                .sum();
        long repeats = esi.requests().count(Route.ITEMS) - pages;
        long changed = jdbc.sql("select count(*) from contract where version <> 1")
                .query(Long.class)
                .single();
        System.out.printf(
                Locale.ROOT,
                "%d ids, %d stops: %d stored, %d of them more than once, %d fetches repeated (bound %d)%n",
                IDS,
                stops,
                stored(jdbc),
                changed,
                repeats,
                (long) stops * WINDOW);
    }

    private static long stored(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from contract").query(Long.class).single();
    }

    private static Process start(WorkerSettings settings, EsiSimulator esi) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "eve.contracts.aggregator.AggregatorApplication"));
        command.addAll(List.of(settings.arguments(esi, true)));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("An instance did not stop within a minute of SIGTERM");
        }
    }
}
