package eve.contracts.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.database.DatabaseCheck.Use;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseCheckTests {

    private final Database database = Engines.shared().createDatabase();
    private final JdbcTemplate sql =
            new JdbcTemplate(SingleConnections.to(login(database.jdbcUrl()), Duration.ofSeconds(10)));

    @ParameterizedTest
    @EnumSource
    void oneThatFitsAndOneThatIsOutOfReachArePassed(Use use) {
        assertThatCode(() -> DatabaseCheck.requireFit(login(database.jdbcUrl()), use))
                .doesNotThrowAnyException();
        assertThatCode(() -> DatabaseCheck.requireFit(login("jdbc:postgresql://127.0.0.1:1/none"), use))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"READS,SQL_ASCII", "WRITES,LATIN1", "MIGRATES,LATIN9", "MIGRATES,SQL_ASCII"})
    void oneInAnotherEncodingIsRefused(Use use, String encoding) {
        String other = database.name() + "_" + encoding.toLowerCase(Locale.ROOT);
        sql.execute("create database " + other + " encoding '" + encoding + "' locale 'C' template template0");
        String url = database.jdbcUrl().replace(database.name(), other);

        assertThatThrownBy(() -> DatabaseCheck.requireFit(login(url), use))
                .isInstanceOf(UnsuitableDatabaseException.class)
                .hasMessageMatching("PostgreSQL at \\S+/" + other + " has the encoding " + encoding + ".*");
    }

    @Test
    void oneThatCannotBeWrittenIsForReadingOnly() {
        sql.execute("alter database " + database.name() + " set default_transaction_read_only = on");

        DatabaseCheck.requireFit(login(database.jdbcUrl()), Use.READS);
        assertThatThrownBy(() -> DatabaseCheck.requireFit(login(database.jdbcUrl()), Use.WRITES))
                .hasMessageContaining("is read-only for user");
    }

    @Test
    void aSchemaInWhichNothingCanBeMadeIsNotForMigratingUntilItIsThere() {
        String role = database.name();
        sql.execute("create role " + role + " login password 'writes'");
        var writer = new DatabaseLogin(database.jdbcUrl(), role, "writes");
        try {
            DatabaseCheck.requireFit(writer, Use.WRITES);
            assertThatThrownBy(() -> DatabaseCheck.requireFit(writer, Use.MIGRATES))
                    .hasMessageEndingWith("lets user \"" + role + "\" create nothing in schema public");
            sql.execute("create table databasechangelog ()");
            DatabaseCheck.requireFit(writer, Use.MIGRATES);
        } finally {
            sql.execute("drop role " + role);
        }
    }

    @ParameterizedTest
    @CsvSource({"_none,does not exist", "?currentSchema=eve,has no schema to work in", "?user=who,refuses the login"})
    void whatIsMissingIsNamed(String behind, String why) {
        assertThatThrownBy(() -> DatabaseCheck.requireFit(
                        new DatabaseLogin(
                                database.jdbcUrl() + behind,
                                behind.contains("user") ? null : database.username(),
                                database.password()),
                        Use.READS))
                .isInstanceOf(UnsuitableDatabaseException.class)
                .hasMessageContaining(why);
    }

    private DatabaseLogin login(String url) {
        return new DatabaseLogin(url, database.username(), database.password());
    }
}
