package eve.contracts.api.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Runs the service with the database role that deployments use.
class WritingRoleTests {

    private static final String PASSWORD = "of-the-test";

    @Test
    void theServicesRoleDoesAllThatItMustAndCannotTouchWhatIsTheWorkers() {
        var owned = Engines.shared().createDatabase();
        MigratedDatabase.client(owned)
                .sql("do $$ begin if not exists (select from pg_roles where rolname = 'contracts_api') then"
                        + " create role contracts_api login password '" + PASSWORD + "'; end if; end $$")
                .update();
        MigratedDatabase.client(owned)
                .sql("alter default privileges in schema public grant select on tables to contracts_api")
                .update();
        MigratedDatabase.migrate(owned);
        var database = new Database(owned.name(), owned.jdbcUrl(), "contracts_api", PASSWORD);

        try (var topics = new IdTopics(database);
                var api = ApiReplica.start(database)) {
            var discarded = topics.send(topics.letter(1, FailureReason.STORE_FAILED));
            topics.send(topics.letter(2, FailureReason.STORE_FAILED));
            var operator = api.caller().operator();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> operator.get("/api/dead-letters/summary")
                                    .json()
                                    .path("deadLetters")
                                    .asLong()
                            == 2);
            assertThat(operator.post("/api/dead-letters/" + discarded + "/discard", "{\"note\":\"x\"}")
                            .status())
                    .isEqualTo(200);
            operator.post("/api/redrives", "{\"filter\":{},\"note\":\"x\"}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> operator.get("/api/redrives").body().contains("\"state\":\"SENT\""));
            assertThat(topics.replays()).hasSize(1);
            assertThat(operator.get("/api/contract-ids/2").status()).isEqualTo(200);
        }
        for (var table : new String[] {"contract", "outbox", "unavailable_contract"}) {
            assertThatThrownBy(() -> MigratedDatabase.client(database)
                            .sql("delete from " + table)
                            .update())
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }
}
