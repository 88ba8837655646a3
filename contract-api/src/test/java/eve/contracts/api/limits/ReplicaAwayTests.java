package eve.contracts.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.IdTopics;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The database for reading is not available from the start.
class ReplicaAwayTests {

    @Test
    void onlyReadingFailsAndSaysWhenToComeAgainAndThePodStaysReady() {
        var database = MigratedDatabase.create();
        try (var topics = new IdTopics(database);
                var api = ApiReplica.start(database, "contracts.read.url=jdbc:postgresql://localhost:1/none")) {
            var operator = api.caller().operator();
            var letter = topics.send(topics.letter(1, FailureReason.STORE_FAILED));
            await().alias("the dead letter in the table")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> MigratedDatabase.client(database)
                                    .sql("select count(*) from dead_letter")
                                    .query(Integer.class)
                                    .single()
                            == 1);

            assertThat(operator.post("/api/contract-ids", "{\"contractIds\":[1]}")
                            .status())
                    .isEqualTo(202);
            var discarded = operator.post("/api/dead-letters/" + letter + "/discard", "{\"note\":\"x\"}");
            assertThat(discarded.json().path("state").asString())
                    .as(discarded.body())
                    .isEqualTo("DISCARDED");
            for (var path : List.of("/api/contracts/1", "/api/contract-ids/1", "/api/dead-letters")) {
                var away = operator.get(path);
                assertThat(away.status()).as(path).isEqualTo(503);
                assertThat(away.header("Retry-After")).isEqualTo("5");
                assertThat(away.header("Content-Type")).isEqualTo("application/problem+json");
            }
            assertThat(api.management().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
            assertThat(api.management().get("/actuator/prometheus").body())
                    .as("what the alert asks for")
                    .containsPattern("hikaricp_connections_timeout_total\\{pool=\"reading\"} [1-9]");
        }
    }
}
