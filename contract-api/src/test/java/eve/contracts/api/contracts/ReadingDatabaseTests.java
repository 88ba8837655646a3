package eve.contracts.api.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.api.ApiTest;
import eve.contracts.engines.test.Database;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class ReadingDatabaseTests {

    @Autowired
    JdbcClient database;

    @Test
    void nothing_can_be_written_over_the_connections_for_reading(
            @Autowired @ReadingDatabase.Reading DataSource reading) {
        assertThatThrownBy(() -> JdbcClient.create(reading)
                        .sql("insert into unavailable_contract values (1, 'NOT_FOUND', now())")
                        .update())
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void a_role_of_its_own_that_may_only_select_serves_every_read(
            @Autowired Database name,
            @Autowired JdbcConnectionDetails writing,
            @Autowired PlatformTransactionManager transactions) {
        new Samples(database, transactions).store();
        var role = "reader_" + name.name();
        database.sql("create role " + role + " login password 'reads'").update();
        database.sql("grant select on contract, contract_item, contract_bid, contract_term to " + role)
                .update();
        var properties = new ReadProperties(writing.getJdbcUrl(), role, "reads", 2, Duration.ofSeconds(5));
        try (var reading = new ReadingDatabase().readingDataSource(properties, writing)) {
            var contracts = new Contracts(reading, properties);
            var all = new SearchFilters(null, null, 34L, null, null, null, "gila");

            assertThat(contracts.find(1)).isPresent();
            assertThat(contracts
                            .search(ContractSearch.of(all, SearchSort.parse("price"), null, 10))
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
}
