package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.limits.Readers;
import eve.contracts.engines.test.TcpRelay;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// PostgreSQL's connections stop responding in the middle of a redrive. Neither side notices it, and new
/// connections work at once, as after a failover that moves the address. The limits are shorter here than in
/// `contract-api.yml`; [eve.contracts.api.TimeLimitsTests] checks that those are consistent.
class SilentDatabaseTests {

    /// The lock of a replay that is being sent lasts up to a minute.
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LETTERS = 200;
    private static final String DATA_SOURCE = "spring.datasource.hikari.";

    @Test
    void aRedriveAndTheProjectionGoOnOverNewConnectionsAndReadersAreAskedToComeAgain() {
        var database = MigratedDatabase.create();
        try (var topics = new IdTopics(database);
                var relay = TcpRelay.to(database.jdbcUrl());
                var api = ApiReplica.start(
                        database.through(relay),
                        "server.forward-headers-strategy=native",
                        "spring.jdbc.template.query-timeout=1s",
                        DATA_SOURCE + "connection-timeout=1000",
                        DATA_SOURCE + "validation-timeout=500",
                        DATA_SOURCE + "data-source-properties.socketTimeout=2",
                        DATA_SOURCE + "data-source-properties.cancelSignalTimeout=1");
                var readers =
                        new Readers(api.caller(), 20, List.of("/api/contracts?sort=price", "/api/contract-ids/1"))) {
            var operator = api.caller().operator();
            send(topics, 1, LETTERS);
            await().atMost(PATIENCE).until(() -> letters(operator) == LETTERS);
            long id = operator.post("/api/redrives", "{\"filter\":{},\"ratePerSecond\":50,\"note\":\"x\"}")
                    .json()
                    .path("id")
                    .asLong();
            assertThat(await().atMost(PATIENCE).until(() -> sent(operator, id), sent -> sent > 0))
                    .isLessThan(LETTERS);

            assertThat(relay.silenceOpenOnes()).isPositive();
            send(topics, LETTERS + 1, LETTERS + 10);

            await().atMost(PATIENCE).until(() -> sent(operator, id) == LETTERS);
            await().atMost(PATIENCE).until(() -> letters(operator) == LETTERS + 10);
            assertThat(readers.unexpected()).isEmpty();
        }
    }

    private static void send(IdTopics topics, long first, long last) {
        topics.sendAll(
                LongStream.rangeClosed(first, last).mapToObj(id -> topics.letter(id, FailureReason.STORE_FAILED)));
    }

    /// A call whose connection stopped responding returns 503, and its caller tries again.
    private static long sent(Caller caller, long redrive) {
        return caller.get("/api/redrives/" + redrive).json().at("/replays/sent").asLong();
    }

    private static long letters(Caller caller) {
        return caller.get("/api/dead-letters/summary")
                .json()
                .path("deadLetters")
                .asLong();
    }
}
