package eve.contracts.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.StillUniverse;
import eve.contracts.aggregator.Worker;
import eve.contracts.engines.test.Database;
import eve.contracts.simulator.EsiSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// PostgreSQL is restored to an earlier state, and Kafka is not.
class AfterRestoreTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BEFORE = 10;
    private static final int SINCE = 10;

    @Test
    void whatWasAnsweredSinceTheBackupIsStoredAgainAndItsEventsAreHigherThanThoseBefore() throws Exception {
        try (var esi = EsiSimulator.start(StillUniverse.of(BEFORE + SINCE));
                var worker = Worker.start(esi.baseUrl())) {
            var ids = esi.contractIds();
            worker.publish(esi, ids.subList(0, BEFORE));
            await().atMost(PATIENCE).until(() -> worker.count("contract") == BEFORE && worker.count("outbox") == 0);
            worker.stop();
            var database = worker.database();
            onServer(database, "create database backup_%1$s template %1$s");
            worker.restart();
            worker.publish(esi, ids.subList(BEFORE, BEFORE + SINCE));
            await().atMost(PATIENCE)
                    .until(() -> worker.count("contract") == BEFORE + SINCE && worker.count("outbox") == 0);
            worker.stop();
            Map<String, Long> given = versions(worker.events());

            onServer(database, "drop database %1$s with (force)");
            onServer(database, "alter database backup_%1$s rename to %1$s");
            assertThat(worker.count("contract")).isEqualTo(BEFORE);
            AfterRestore.main(worker.arguments().toArray(String[]::new));
            worker.restart();

            await().atMost(PATIENCE)
                    .until(() -> worker.count("contract") == BEFORE + SINCE && worker.count("outbox") == 0);
            assertThat(given).hasSize(BEFORE + SINCE);
            assertThat(worker.jdbc()
                            .sql("select min(version) from contract where contract_id in (:ids)")
                            .param("ids", ids.subList(0, BEFORE))
                            .query(Long.class)
                            .single())
                    .isGreaterThan(given.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElseThrow());
        }
    }

    private static Map<String, Long> versions(List<ConsumerRecord<byte[], byte[]>> events) {
        return events.stream()
                .collect(Collectors.toMap(
                        event -> new String(event.key(), StandardCharsets.UTF_8),
                        event -> Long.parseLong(new String(
                                event.headers().lastHeader("contract-version").value(), StandardCharsets.UTF_8)),
                        Math::max));
    }

    private static void onServer(Database database, String statement) {
        var url = database.jdbcUrl().replace("/" + database.name(), "/postgres");
        JdbcClient.create(new DriverManagerDataSource(url, database.username(), database.password()))
                .sql(statement.formatted(database.name()))
                .update();
    }
}
