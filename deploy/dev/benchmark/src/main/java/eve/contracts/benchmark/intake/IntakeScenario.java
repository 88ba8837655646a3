package eve.contracts.benchmark.intake;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.benchmark.Scenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// 100 ms per call, one in twenty 2 s; six partitions, one instance, everything on this machine. Measures the
/// worker and the plain listener one after the other, each with a new database and new topics, after a warm-up
/// that is not counted.
///
/// System properties: `window` (4096), `ids` (40000), `warmup` (10000), `plain` (600, ids for the plain
/// listener).
public final class IntakeScenario implements Scenario {

    private static final int WINDOW = Integer.getInteger("window", 4096);
    private static final int IDS = Integer.getInteger("ids", 40_000);
    private static final int WARM_UP = Integer.getInteger("warmup", 10_000);
    private static final int PLAIN = Integer.getInteger("plain", 600);

    @Override
    public void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception {
        Latency latency = Latency.fixed(Duration.ofMillis(100)).withSlowShare(0.05, Duration.ofSeconds(2));
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(WARM_UP + IDS)
                .withStillUniverse()
                .withErrorLimit(0)
                .withLatency(latency))) {
            double ours = measure(kafka, postgres, esi, "ours", WARM_UP, IDS);
            double plain = measure(kafka, postgres, esi, "plain", PLAIN / 4, PLAIN);
            System.out.printf(Locale.ROOT, "window %d, %d ids: %.0f contracts/s stored and sent%n", WINDOW, IDS, ours);
            System.out.printf(
                    Locale.ROOT,
                    "plain listener, concurrency %d, %d ids: %.1f contracts/s%n",
                    WorkerSettings.PARTITIONS,
                    PLAIN,
                    plain);
            System.out.printf(Locale.ROOT, "ratio %.1f%n", ours / plain);
        }
    }

    private static double measure(
            EmbeddedKafka kafka, EmbeddedPostgresServer postgres, EsiSimulator esi, String name, int warmUp, int ids)
            throws InterruptedException {
        var settings = new WorkerSettings(kafka, postgres, name, WINDOW);
        JdbcClient jdbc = settings.createDatabase();
        boolean plain = name.equals("plain");
        var application = AggregatorApplication.application();
        if (plain) {
            application.sources(PlainListener.class);
        }
        List<Long> all = esi.contractIds();
        try (ConfigurableApplicationContext _ = application.run(settings.arguments(esi, !plain))) {
            settings.publish(esi, all.subList(0, warmUp));
            WorkerSettings.awaitStored(jdbc, warmUp);
            long start = System.nanoTime();
            settings.publish(esi, all.subList(warmUp, warmUp + ids));
            WorkerSettings.awaitStored(jdbc, warmUp + ids);
            double rate = ids / ((System.nanoTime() - start) / 1e9);
            if (Boolean.getBoolean("statements")) {
                tellStatements(jdbc);
            }
            return rate;
        }
    }

    /// Prints the statements with the highest cost, as the database measures it.
    private static void tellStatements(JdbcClient jdbc) {
        jdbc.sql("create extension if not exists pg_stat_statements").update();
        jdbc.sql("""
                        select format('%8s calls %8s ms planned %8s ms executed  %s', calls, round(total_plan_time),
                            round(total_exec_time), left(regexp_replace(query, '\\s+', ' ', 'g'), 90))
                        from pg_stat_statements join pg_database on dbid = oid where datname = current_database()
                        order by total_plan_time + total_exec_time desc limit 10""").query(String.class).list().forEach(System.out::println);
    }
}
