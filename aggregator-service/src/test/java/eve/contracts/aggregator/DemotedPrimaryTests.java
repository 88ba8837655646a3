package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.engines.test.Database;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// After a failover, connections to the former primary are closed, and the new primary is found.
class DemotedPrimaryTests {

    private static final Duration SECONDS = Duration.ofSeconds(20);

    private final EsiSimulator esi = EsiSimulator.start(StillUniverse.of(200));
    private final Database database = MigratedDatabase.create();

    @AfterEach
    void stop() {
        esi.close();
    }

    @Test
    void connectionsThatAreReadOnlyAreThrownAway() {
        String anyServer = database.jdbcUrl() + "?targetServerType=any";
        try (Worker worker = Worker.startOn(database, esi.baseUrl(), "spring.datasource.url=" + anyServer)) {
            String name = database.name();
            JdbcClient server = client(database.jdbcUrl().replace("/" + name, "/postgres"));
            server.sql("alter database " + name + " set default_transaction_read_only = on")
                    .update();
            server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                    .param(name)
                    .query()
                    .listOfRows();
            worker.publish(esi, esi.contractIds());
            await().atMost(SECONDS).until(() -> suspended(worker) > 100);

            server.sql("alter database " + name + " reset default_transaction_read_only")
                    .update();

            await().atMost(SECONDS).until(() -> worker.count("contract") == 200 && worker.count("outbox") == 0);
            assertThat(worker.bean(MeterRegistry.class)
                            .find("contracts.failures")
                            .counters())
                    .isEmpty();
        }
    }

    @Test
    void ofSeveralServersTheOneIsUsedThatCanBeWritten() {
        try (var standby = EmbeddedPostgresServer.options()
                .setting("default_transaction_read_only", "on")
                .start()) {
            String both = database.jdbcUrl().replace("//", "//127.0.0.1:" + standby.port() + ",");
            try (Worker worker = Worker.startOn(database, esi.baseUrl(), "spring.datasource.url=" + both)) {
                worker.publish(esi, esi.contractIds());

                await().atMost(SECONDS).until(() -> worker.count("contract") == 200);
            }
        }
    }

    private JdbcClient client(String url) {
        return JdbcClient.create(new DriverManagerDataSource(url, database.username(), database.password()));
    }

    private static double suspended(Worker worker) {
        return worker
                .bean(MeterRegistry.class)
                .find("contracts.outcomes")
                .tag("outcome", "suspended")
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
