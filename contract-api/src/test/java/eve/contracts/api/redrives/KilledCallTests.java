package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// A call with an `Idempotency-Key` whose process is killed, and which is repeated on another replica.
@ApiTest
@TestPropertySource(properties = "apart=followed-submissions")
class KilledCallTests {

    private static final String REDRIVES = "/api/redrives";
    private static final String REDRIVE = "{\"filter\":{\"contractId\":9},\"note\":\"killed\"}";

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient sql;

    @Autowired
    Database database;

    @Test
    void aRedriveBeginsOnceWhetherItsProcessWasKilledBeforeOrAfterItWasCommitted() throws Exception {
        IdTopics.create(database);
        long before = redrives();
        var api = ApiProcess.start(database);
        try (var blocking = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            var done = await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> post(api.caller(), "done"), answer -> answer.status() == 202);
            var lost = beginWhile(blocking, api);
            api.kill();
            blocking.rollback();
            assertThat(lost).failsWithin(Duration.ofSeconds(20));

            assertThat(post(caller, "done").body()).isEqualTo(done.body());
            var early = post(caller, "killed");
            assertThat(early.status()).as(early.body()).isEqualTo(409);
            assertThat(early.header("Retry-After")).isEqualTo("1");
            assertThat(redrives() - before).isEqualTo(1);

            sql.sql("update idempotency_key set leased_to = now() where key = 'killed'")
                    .update();
            var again = post(caller, "killed");
            assertThat(again.status()).as(again.body()).isEqualTo(202);
            assertThat(post(caller, "killed").header("Location")).isEqualTo(again.header("Location"));
            assertThat(redrives() - before).isEqualTo(2);
        } finally {
            api.kill();
        }
    }

    /// Starts a call that holds its key and waits to write the redrive.
    private CompletableFuture<Caller.Answer> beginWhile(Connection blocking, ApiProcess api) throws Exception {
        blocking.setAutoCommit(false);
        blocking.createStatement().execute("lock table redrive in share row exclusive mode");
        var call = CompletableFuture.supplyAsync(() -> post(api.caller(), "killed"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sql.sql("select exists (select from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'"
                                + " and query like '%insert into redrive %')")
                        .query(Boolean.class)
                        .single());
        return call;
    }

    private static Caller.Answer post(Caller caller, String key) {
        return caller.operator().post(REDRIVES, REDRIVE, "Idempotency-Key", '"' + key + '"');
    }

    private long redrives() {
        return sql.sql("select count(*) from redrive").query(Long.class).single();
    }
}
