package eve.contracts.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Many readers and a working operator at the same time, over HTTP and behind a trusted proxy.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingLoadTests {

    private static final int CALLERS = 150;
    private static final int CALLS = 300;

    private static final String OLD_LETTERS = """
            insert into dead_letter (id, contract_id, reason, attempts, replay_count, died_at, value, header_names,
                header_values, state)
            select '99-' || n, n, 'ESI_SERVER_ERROR', 5, 0, timestamptz '2026-01-01 00:00Z' + n * interval '1 second', '\\x31',
                '{}', '{}', 'ANSWERED' from generate_series(1, 50000) as n
            """;

    private final Database database = MigratedDatabase.create();
    private final IdTopics topics = new IdTopics(database);
    private final ApiReplica api =
            ApiReplica.start(database, "server.forward-headers-strategy=native", "contracts.read.rate.calls=" + CALLS);
    private final Caller operator = api.caller().operator();

    @AfterAll
    void close() {
        api.close();
        topics.close();
    }

    /// The tables that the readers read are locked, as by a long migration: each query runs into its time
    /// limit.
    @Test
    void readersWhoWaitForTheDatabaseHoldNothingThatOthersNeed() throws Exception {
        try (var lock = lock("contract_item, unavailable_contract");
                var readers = new Readers(
                        api.caller(),
                        CALLERS,
                        List.of("/api/contract-ids/1", "/api/contracts/1", "/api/contract-ids/2"))) {
            readers.awaitAnswers(CALLERS);

            assertThat(operator.post("/api/contract-ids", "{\"contractIds\":[1]}")
                            .status())
                    .isEqualTo(202);
            assertThat(operator.get("/api/dead-letters?limit=1").status())
                    .as("reading with a login")
                    .isEqualTo(200);
            var letter = topics.send(topics.letter(1, FailureReason.INVALID_ID));
            await().alias("the dead letter in the table")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> operator.get("/api/dead-letters/" + letter).status() == 200);
            assertThat(readiness()).isEqualTo(200);

            assertThat(readers.unexpected()).isEmpty();
            lock.rollback();
        }
    }

    @Test
    void readersOfAnythingLeavePublishingRedrivesProjectionsAndReadinessAtWork() {
        MigratedDatabase.client(database).sql(OLD_LETTERS).update();
        var paths = List.of(
                "/api/contracts?q=a&sort=price",
                "/api/contract-ids/1",
                "/api/contracts/1",
                "/api/dead-letters/summary",
                "/api/redrives",
                "/v3/api-docs",
                "/");
        var quiet = publishing();
        try (var readers = new Readers(api.caller(), CALLERS, paths)) {
            readers.awaitAnswers(2 * CALLERS);

            topics.sendAll(
                    LongStream.rangeClosed(1_001, 1_050).mapToObj(id -> topics.letter(id, FailureReason.STORE_FAILED)));
            var loaded = publishing();
            for (int call = 0; call < 10; call++) {
                assertThat(operator.get("/api/dead-letters/summary").status()).isEqualTo(200);
                assertThat(readiness()).isEqualTo(200);
            }
            await().alias("projected").atMost(Duration.ofSeconds(20)).until(() -> letters("OPEN") == 50);
            assertThat(operator.post(
                                    "/api/redrives",
                                    "{\"filter\":{\"reason\":\"STORE_FAILED\"},\"ratePerSecond\":1000,\"note\":\"x\"}")
                            .status())
                    .isEqualTo(202);
            await().alias("redriven").atMost(Duration.ofSeconds(20)).until(() -> letters("OPEN") == 0);

            assertThat(readers.unexpected()).isEmpty();
            System.out.printf(
                    "Publishing took %s alone, %s beside %d readers, who got %s%n",
                    quiet, loaded, CALLERS, readers.statuses());
        }
    }

    @Test
    void oneAddressReadsAsOftenAsSaidAndOthersAndLoginsFromThereGoOn() {
        await().alias("the end of other tests' calls")
                .until(() -> api.caller()
                                .get("/api/contracts", "X-Forwarded-For", "198.51.100.3")
                                .status()
                        == 200);

        var first = api.caller().get("/api/contracts", "X-Forwarded-For", "198.51.100.1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"reading\";q=" + CALLS + ";w=30");
        assertThat(first.header("RateLimit")).matches("\"reading\";r=299;t=(30|[12]?[0-9])");

        for (int call = 1; call < CALLS; call++) {
            assertThat(api.caller()
                            .get("/nowhere", "X-Forwarded-For", "198.51.100.1")
                            .status())
                    .isEqualTo(404);
        }

        for (var path : List.of("/api/contracts", "/api/contract-ids/1", "/v3/api-docs", "/", "/nowhere")) {
            var refused = api.caller().get(path, "X-Forwarded-For", "198.51.100.1");
            assertThat(refused.status()).as(path).isEqualTo(429);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 30);
            assertThat(refused.header("RateLimit")).startsWith("\"reading\";r=0;t=");
        }
        assertThat(api.caller()
                        .get("/api/contracts", "X-Forwarded-For", "198.51.100.2")
                        .status())
                .isEqualTo(200);
        assertThat(operator.get("/api/contracts", "X-Forwarded-For", "198.51.100.1")
                        .status())
                .isEqualTo(200);
        assertThat(operator.post("/api/contract-ids", "{\"contractIds\":[1]}", "X-Forwarded-For", "198.51.100.1")
                        .status())
                .isEqualTo(202);
        assertThat(api.management().get("/actuator/prometheus").body())
                .containsPattern("contracts_reads_refused_total\\{limit=\"rate\"} [1-9]");
    }

    /// Returns the duration of a call, as text.
    private String publishing() {
        var millis = new ArrayList<Long>();
        for (int call = 0; call < 50; call++) {
            long begin = System.nanoTime();
            assertThat(operator.post("/api/contract-ids", "{\"contractIds\":[1,2,3]}")
                            .status())
                    .isEqualTo(202);
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }
        Collections.sort(millis);
        return millis.get(25) + " ms (p98 " + millis.get(48) + " ms)";
    }

    private int readiness() {
        return api.management().get("/actuator/health/readiness").status();
    }

    private long letters(String state) {
        return MigratedDatabase.client(database)
                .sql("select count(*) from dead_letter where state = ? and reason = 'STORE_FAILED'")
                .param(state)
                .query(Long.class)
                .single();
    }

    private java.sql.Connection lock(String tables) throws SQLException {
        var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table " + tables + " in access exclusive mode");
        }
        return connection;
    }
}
