package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.schema.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// An unsuitable database stops the start with one message that says what to do.
@ExtendWith(OutputCaptureExtension.class)
class StartChecksTests {

    private final Database database = Engines.shared().createDatabase();

    @Test
    void oneInAnotherEncoding(CapturedOutput output) {
        sql("create database %s_other encoding 'LATIN1' locale 'C' template template0", database.name());

        assertThatThrownBy(() -> start(at("_other"))).hasStackTraceContaining("has the encoding LATIN1");
        assertThatThrownBy(() -> start(database, "contracts.read.url=" + database.jdbcUrl() + "_other"))
                .hasStackTraceContaining("has the encoding LATIN1");
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat org.springframework");
    }

    private void sql(String text, Object... values) {
        MigratedDatabase.client(database).sql(text.formatted(values)).update();
    }

    private Database at(String behind) {
        return new Database(database.name(), database.jdbcUrl() + behind, database.username(), database.password());
    }

    private static void start(Database database, String... properties) {
        ApiReplica.start(database, properties).close();
    }
}
