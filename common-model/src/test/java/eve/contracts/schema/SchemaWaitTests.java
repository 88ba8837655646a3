package eve.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SchemaWaitTests {

    private final Database database = Engines.shared().createDatabase();
    private final DriverManagerDataSource source =
            new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password());

    @Test
    void nothingStartsBeforeTheWholeMigrationIsThrough() throws Exception {
        assertThat(SchemaWait.missing(source)).hasSizeGreaterThan(5);
        MigratedDatabase.migrate(database);
        assertThat(SchemaWait.missing(source)).isEmpty();

        JdbcClient.create(source)
                .sql("delete from databasechangelog where id = 'contract'")
                .update();
        assertThat(SchemaWait.missing(source)).containsExactly("db/changelog/001-contracts.sql: contract");
    }

    @Test
    void whatIsNewerThanThisReleaseIsNotWaitedFor() throws Exception {
        MigratedDatabase.migrate(database);
        JdbcClient.create(source)
                .sql("insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)"
                        + " values ('later', 'contracts', 'db/changelog/999.sql', now(), 999, 'EXECUTED')")
                .update();
        assertThat(SchemaWait.missing(source)).isEmpty();
    }

    @Test
    void theWaitEndsByItself() {
        var wait = CompletableFuture.runAsync(() -> {
            try {
                SchemaWait.main(database.arguments().toArray(String[]::new));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        MigratedDatabase.migrate(database);
        await().atMost(Duration.ofSeconds(30)).until(wait::isDone);
        assertThat(wait).isCompleted();
    }
}
