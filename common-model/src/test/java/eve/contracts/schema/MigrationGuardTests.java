package eve.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.database.DatabaseLogin;
import eve.contracts.database.SingleConnections;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class MigrationGuardTests {

    private final Database database = Engines.shared().createDatabase();
    private final DataSource source = SingleConnections.to(
            new DatabaseLogin(database.jdbcUrl(), database.username(), database.password()),
            SingleConnections.UNBOUNDED);
    private final JdbcClient jdbc = JdbcClient.create(source);

    /// The state after `kill -9` in the first start, and in a later one.
    @Test
    void theLockOfAKilledMigrationHoldsUpNobody() throws Exception {
        jdbc.sql("create table databasechangeloglock (id int primary key, locked boolean not null,"
                        + " lockgranted timestamp, lockedby varchar(255))")
                .update();
        jdbc.sql("insert into databasechangeloglock values (1, true, now(), 'killed (10.0.0.1)')")
                .update();
        migration().get(20, TimeUnit.SECONDS);
        int changes = changes();

        jdbc.sql("update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'killed again'")
                .update();
        migration().get(20, TimeUnit.SECONDS);

        assertThat(changes).isPositive().isEqualTo(changes());
        assertThat(jdbc.sql("select locked from databasechangeloglock")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void twoThatStartAtOnceMigrateOnce() throws Exception {
        for (var each : Stream.generate(this::migration).limit(2).toList()) {
            each.get(40, TimeUnit.SECONDS);
        }

        assertThat(jdbc.sql("select id || filename from databasechangelog")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void aMigrationThatRunsIsWaitedFor(CapturedOutput output) throws Exception {
        CompletableFuture<Void> second;
        try (Connection running = new MigrationGuard(source).getConnection()) {
            second = migration();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> output.getOut().contains("Waits for the migration of another process"));
            assertThat(running.isValid(1)).isTrue();
            assertThat(second).isNotDone();
            assertThat(jdbc.sql("select to_regclass('contract')::text")
                            .query(String.class)
                            .optional())
                    .isEmpty();
        }
        second.get(20, TimeUnit.SECONDS);
        assertThat(changes()).isPositive();
    }

    @Test
    void anIndexThatAKilledMigrationLeftHalfMadeIsMadeAgain() throws Exception {
        migration().get(20, TimeUnit.SECONDS);
        jdbc.sql("update pg_index set indisvalid = false where indexrelid = 'dead_letter_open_reason'::regclass")
                .update();
        jdbc.sql("delete from databasechangelog where id = 'whole-open-reason'").update();

        migration().get(20, TimeUnit.SECONDS);

        assertThat(jdbc.sql("select indisvalid from pg_index where indexrelid = 'dead_letter_open_reason'::regclass")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private CompletableFuture<Void> migration() {
        return CompletableFuture.runAsync(() -> MigratedDatabase.migrate(database));
    }

    private int changes() {
        return jdbc.sql("select count(*) from databasechangelog")
                .query(Integer.class)
                .single();
    }
}
