package eve.contracts.engines.test;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.engines.Records;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EnginesTests {

    @Test
    void areStartedOnce() {
        assertThat(Engines.shared()).isSameAs(Engines.shared());
    }

    @Test
    void areTheOnesThatWereChosen() {
        boolean containers = "containers".equals(System.getProperty("engines"));

        assertThat(Engines.shared()).isInstanceOf(containers ? ContainerEngines.class : EmbeddedEngines.class);
    }

    @Test
    void giveEverybodyAnEmptyDatabase() throws SQLException {
        Database first = Engines.shared().createDatabase();
        Database second = Engines.shared().createDatabase();

        execute(first, "CREATE TABLE mine (n int)");

        String tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        assertThat(number(first, tables)).isEqualTo(1);
        assertThat(number(second, tables)).isZero();
        assertThat(first.name()).isNotEqualTo(second.name());
    }

    @Test
    void carryRecordsInAGroupOfTheConsumerProtocol() throws Exception {
        String servers = Engines.shared().bootstrapServers();
        Records.createTopic(servers, "carried");
        Records.append(servers, "carried", "hello");

        assertThat(Records.read(servers, "carried", 1)).containsExactly("hello");
    }

    @Test
    void flushWhatTheyCommit() throws SQLException {
        Database database = Engines.shared().createDatabase();

        assertThat(number(
                        database,
                        "SELECT count(*) FROM pg_settings WHERE setting = 'on' AND name IN "
                                + "('fsync', 'synchronous_commit', 'full_page_writes')"))
                .isEqualTo(3);
    }

    private static int number(Database database, String query) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
