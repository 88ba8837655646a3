package eve.contracts.aggregator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractType;
import eve.contracts.model.GoneReason;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Two replicas process one contract: the answer "unavailable" is version 0 and never follows version 1.
class VersionOrderTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(SimulatorOptions.defaults().withContracts(0).withoutLatency());
        worker = Worker.start(esi.baseUrl(), "contracts.outbox.enabled=false");
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void unavailableWaitsForTheContractThatIsBeingStoredAndIsNotRecorded() throws Exception {
        try (Connection open = connection();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            on(open).store(courier(1), new StoredState.None(), null);

            Future<StoreResult> other =
                    pool.submit(() -> worker.bean(ContractStore.class).close(1, new StoredState.None(), gone(), null));
            awaitWaiting();
            open.commit();

            assertThatThrownBy(other::get).hasCauseInstanceOf(OptimisticLockingFailureException.class);
            assertThat(versions(1)).containsExactly(1L);
            assertThat(worker.count("unavailable_contract where contract_id = 1"))
                    .isZero();
        }
    }

    @Test
    void theContractWaitsUntilUnavailableIsCommitted() throws Exception {
        try (Connection open = connection();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            on(open).close(2, new StoredState.None(), gone(), null);

            Future<StoreResult> other =
                    pool.submit(() -> worker.bean(ContractStore.class).store(courier(2), new StoredState.None(), null));
            awaitWaiting();
            open.commit();

            assertThat(other.get()).isEqualTo(StoreResult.CREATED);
            assertThat(versions(2)).containsExactly(0L, 1L);
        }
    }

    private static ContractStore on(Connection connection) {
        return new ContractStore(
                JdbcClient.create(new SingleConnectionDataSource(connection, true)), Clock.systemUTC());
    }

    private static Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection(
                worker.database().jdbcUrl(),
                worker.database().username(),
                worker.database().password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void awaitWaiting() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> worker.count("pg_locks where locktype = 'advisory' and not granted") == 1);
    }

    private static List<Long> versions(long id) {
        return worker.jdbc()
                .sql("select version from outbox where contract_id = ? order by sequence")
                .param(id)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private static Verdict.Gone gone() {
        return new Verdict.Gone(GoneReason.NOT_LISTED, NOON);
    }

    private static FetchedContract courier(long id) {
        var header = new ContractHeader(
                id,
                ContractType.COURIER,
                90_000_001,
                98_000_001,
                NOON,
                NOON.plusSeconds(86_400),
                null,
                null,
                null,
                null,
                null,
                null,
                60_003_760L,
                60_003_760L,
                null,
                "");
        return new FetchedContract(10_000_002, header, List.of(), List.of(), NOON, NOON, null, null, null, null);
    }
}
