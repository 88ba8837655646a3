package eve.contracts.benchmark;

import eve.contracts.benchmark.intake.ChurnScenario;
import eve.contracts.benchmark.intake.FirstPassScenario;
import eve.contracts.benchmark.intake.IntakeScenario;
import eve.contracts.benchmark.intake.StreamLimitScenario;
import eve.contracts.benchmark.load.LoadScenario;
import eve.contracts.benchmark.outbox.OutboxScenario;
import eve.contracts.benchmark.search.SearchScenario;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import java.util.Map;

/// Runs one scenario with its own engines: `Benchmark outbox`, `intake`, `first-pass`, `streams`, `churn`,
/// `search` or `load`.
public final class Benchmark {

    private static final Map<String, Scenario> SCENARIOS = Map.of(
            "outbox",
            new OutboxScenario(),
            "intake",
            new IntakeScenario(),
            "first-pass",
            new FirstPassScenario(),
            "streams",
            new StreamLimitScenario(),
            "churn",
            new ChurnScenario(),
            "search",
            new SearchScenario(),
            "load",
            new LoadScenario());

    private Benchmark() {}

    /// With `-Dstatements=true` the database counts the cost of each statement. This counting has a cost
    /// itself.
    private static EmbeddedPostgresServer.Options postgres() {
        EmbeddedPostgresServer.Options options = EmbeddedPostgresServer.options();
        return Boolean.getBoolean("statements")
                ? options.setting("shared_preload_libraries", "pg_stat_statements")
                        .setting("pg_stat_statements.track_planning", "on")
                        .setting("pg_stat_statements.track", "all")
                : options;
    }

    public static void main(String[] args) throws Exception {
        Scenario scenario = args.length == 1 ? SCENARIOS.get(args[0]) : null;
        if (scenario == null) {
            System.err.println("Name a scenario: " + SCENARIOS.keySet());
            System.exit(2);
            return;
        }
        try (var kafka = EmbeddedKafka.options().start();
                var postgres = postgres().start()) {
            scenario.run(kafka, postgres);
        }
        System.exit(0);
    }
}
