package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// A database that will never fit ends the start with one message that says what to do.
@ExtendWith(OutputCaptureExtension.class)
class StartChecksTests {

    private final Database database = Engines.shared().createDatabase();

    @ParameterizedTest
    @ValueSource(strings = {"SQL_ASCII", "LATIN1"})
    void one_in_another_encoding(String encoding, CapturedOutput output) {
        sql("create database %s_other encoding '%s' locale 'C' template template0", database.name(), encoding);

        assertThatThrownBy(() -> start(at("_other"))).hasStackTraceContaining("has the encoding " + encoding);
        assertThatThrownBy(() -> start(database, "contracts.read.url=" + database.jdbcUrl() + "_other"))
                .hasStackTraceContaining("has the encoding " + encoding);
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat org.springframework");
    }

    @Test
    void one_that_cannot_be_written() {
        sql("alter database %s set default_transaction_read_only = on", database.name());

        assertThatThrownBy(() -> start(database)).hasStackTraceContaining("is read-only for user");
    }

    @Test
    void one_that_does_not_exist_and_a_schema_that_does_not() {
        assertThatThrownBy(() -> start(at("_none"))).hasStackTraceContaining("does not exist");
        assertThatThrownBy(() -> start(at("?currentSchema=eve"))).hasStackTraceContaining("has no schema to work in");
    }

    private void sql(String text, Object... values) {
        Schema.client(database).sql(text.formatted(values)).update();
    }

    private Database at(String behind) {
        return new Database(database.name(), database.jdbcUrl() + behind, database.username(), database.password());
    }

    private static void start(Database database, String... properties) {
        ApiReplica.start(database, properties).close();
    }
}
