package eve.contracts.api.contracts.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.api.ApiTest;
import eve.contracts.api.contracts.ContractStatus;
import eve.contracts.api.contracts.Contracts;
import eve.contracts.api.reading.ReadProperties;
import eve.contracts.api.reading.ReadingDatabase;
import eve.contracts.engines.test.Database;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ApiTest
class ReadingDatabaseTests {

    @Autowired
    JdbcClient database;

    @Test
    void nothingCanBeWrittenOverTheConnectionsForReading(@Autowired @ReadingDatabase.Reading DataSource reading) {
        assertThatThrownBy(() -> JdbcClient.create(reading)
                        .sql("insert into unavailable_contract values (1, 'NOT_FOUND', now())")
                        .update())
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void aRoleOfItsOwnThatMayOnlySelectServesEveryReadOfContracts(
            @Autowired Database name,
            @Autowired JdbcConnectionDetails writing,
            @Autowired PlatformTransactionManager transactions) {
        new Samples(database, transactions).store();
        var role = "reader_" + name.name();
        database.sql("create role " + role + " login password 'reads'").update();
        database.sql("grant select on contract, contract_item, contract_bid, contract_term, open_term to " + role)
                .update();
        var properties = new ReadProperties(writing.getJdbcUrl(), role, "reads", 2, Duration.ofSeconds(5));
        try (var reading = new ReadingDatabase().readingDataSource(properties, writing)) {
            var jdbc = ReadingDatabase.client(reading, properties);
            var snapshot = ReadingDatabase.snapshot(reading);
            var all = new SearchFilters(null, null, 34L, ContractStatus.OPEN, null, null, "gila", null, null, null);

            assertThat(new Contracts(jdbc, snapshot, Clock.systemUTC()).find(1)).isPresent();
            assertThat(new Searches(jdbc, snapshot, Clock.systemUTC())
                            .page(ContractSearch.of(all, SearchSort.parse("price"), null, 10))
                            .contracts())
                    .hasSize(1);
            assertThat(JdbcClient.create(reading)
                            .sql("select current_user")
                            .query(String.class)
                            .single())
                    .isEqualTo(role);
        } finally {
            database.sql("drop owned by " + role).update();
            database.sql("drop role " + role).update();
        }
    }

    @Test
    void aQueryThatTakesTooLongIsGivenUp(
            @Autowired @ReadingDatabase.Reading DataSource reading,
            @Autowired PlatformTransactionManager transactions) {
        var properties = new ReadProperties("", "", "", 2, Duration.ofSeconds(1));
        var contracts = new Contracts(
                ReadingDatabase.client(reading, properties), ReadingDatabase.snapshot(reading), Clock.systemUTC());

        new TransactionTemplate(transactions).executeWithoutResult(_ -> {
            database.sql("lock table contract in access exclusive mode").update();
            assertThatThrownBy(() -> contracts.find(1)).isInstanceOf(QueryTimeoutException.class);
        });
    }

    /// Each combination of filters is a separate statement. This tests what deploy/README.md says about memory.
    @Test
    void aConnectionKeepsFewStatementsAndLittleMemoryHoweverDifferentTheSearchesAre(
            @Autowired JdbcConnectionDetails writing, @Autowired PlatformTransactionManager transactions) {
        new Samples(database, transactions).store();
        var properties = new ReadProperties("", "", "", 2, Duration.ofSeconds(5));
        try (var reading = new ReadingDatabase().readingDataSource(properties, writing)) {
            reading.setMaximumPoolSize(1);
            var contracts = new Searches(
                    ReadingDatabase.client(reading, properties), ReadingDatabase.snapshot(reading), Clock.systemUTC());
            int searches = 0;
            for (int filters = 0; filters < 64; filters++) {
                for (var sort : List.of("price", "-dateIssued", "dateExpired")) {
                    contracts.page(ContractSearch.of(
                            new SearchFilters(
                                    (filters & 1) == 0 ? null : 10_000_002L,
                                    (filters & 2) == 0 ? null : ContractType.AUCTION,
                                    (filters & 4) == 0 ? null : 34L,
                                    (filters & 8) == 0 ? ContractStatus.CLOSED : ContractStatus.OPEN,
                                    (filters & 16) == 0 ? null : BigDecimal.ONE,
                                    null,
                                    (filters & 32) == 0 ? null : "gila x",
                                    null,
                                    null,
                                    null),
                            SearchSort.parse(sort),
                            null,
                            10));
                    searches++;
                }
            }

            var connection = JdbcClient.create(reading);
            assertThat(searches).isGreaterThan(150);
            assertThat(connection
                            .sql("select count(*) from pg_prepared_statements")
                            .query(Integer.class)
                            .single())
                    .isLessThanOrEqualTo(36);
            assertThat(connection
                            .sql("select sum(total_bytes) from pg_backend_memory_contexts")
                            .query(Long.class)
                            .single())
                    .isLessThan(10L * 1024 * 1024);
        }
    }

    @Test
    void fewerConnectionsThanAnonymousAndKnownReadersNeedAreRefusedAtTheStart() {
        assertThatThrownBy(() -> new ReadProperties("", "", "", 1, Duration.ofSeconds(5)))
                .hasMessageContaining("contracts.read.maximum-pool-size must be 2 or more");
    }

    @Test
    void aTimeLimitThatTheDriverWouldTakeForNoneIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new ReadProperties("", "", "", 2, Duration.ofMillis(999)))
                .hasMessageContaining("contracts.read.timeout must be 1s or more");
    }
}
