package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.simulator.EsiSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A configuration that can never work ends the start with one message that says what to do.
@ExtendWith(OutputCaptureExtension.class)
class StartChecksTests {

    private final EsiSimulator esi = EsiSimulator.start(StillUniverse.of(3));
    private final Database database = Engines.shared().createDatabase();
    private final JdbcClient jdbc = JdbcClient.create(
            new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));

    @AfterEach
    void stop() {
        esi.close();
    }

    @Test
    void aTransactionLogThatCannotBeMade(CapturedOutput output) {
        try (var kafka = EmbeddedKafka.options()
                .property("transaction.state.log.replication.factor", "3")
                .start()) {
            assertThatThrownBy(() -> start("spring.kafka.bootstrap-servers=" + kafka.bootstrapServers()))
                    .hasStackTraceContaining("Kafka can make no transactions")
                    .hasStackTraceContaining(
                            "transaction.state.log.replication.factor is 3 and the number of brokers is 1");
            assertThat(output).contains("APPLICATION FAILED TO START", "Set the brokers'");
        }
    }

    @Test
    void aDatabaseWithoutUtf8() {
        jdbc.sql("create database " + database.name() + "_ascii encoding 'SQL_ASCII' locale 'C' template template0")
                .update();

        assertThatThrownBy(() -> start("spring.datasource.url=" + database.jdbcUrl() + "_ascii"))
                .hasStackTraceContaining("has the encoding SQL_ASCII");
    }

    @Test
    void aSchemaInWhichNothingCanBeMade() {
        jdbc.sql("create role " + database.name() + " login password 'writes'").update();
        try {
            assertThatThrownBy(() ->
                            start("spring.datasource.username=" + database.name(), "spring.datasource.password=writes"))
                    .hasStackTraceContaining("create nothing in schema public");
        } finally {
            jdbc.sql("drop role " + database.name()).update();
        }
    }

    @Test
    void aDatabaseThatDoesNotExistAndALoginThatIsRefused(CapturedOutput output) {
        assertThatThrownBy(() -> start("spring.datasource.url=" + database.jdbcUrl() + "_none"))
                .hasStackTraceContaining("does not exist");
        assertThat(output).contains("Create the database, or correct its name in DATABASE_URL.");

        assertThatThrownBy(() -> start("spring.datasource.username=somebody"))
                .hasStackTraceContaining("refuses the login of user \"somebody\"");
        assertThat(output).contains("Set DATABASE_USERNAME and DATABASE_PASSWORD");
        assertThat(output.toString().split("\tat org.springframework")).hasSize(1);
    }

    @Test
    void aSchemaThatDoesNotExistAndOneThatDoes() {
        String url = "spring.datasource.url=" + database.jdbcUrl() + "?currentSchema=eve";
        assertThatThrownBy(() -> start(url))
                .hasStackTraceContaining("has no schema to work in")
                .hasStackTraceContaining("eve");

        jdbc.sql("create schema eve").update();
        try (Worker worker = start(url)) {
            worker.publish(esi, esi.contractIds());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> worker.count("eve.contract") == 3 && worker.count("eve.outbox") == 0);
        }
    }

    private Worker start(String... properties) {
        return Worker.startOn(database, esi.baseUrl(), properties);
    }
}
