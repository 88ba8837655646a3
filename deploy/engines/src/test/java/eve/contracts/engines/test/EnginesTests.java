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

        assertThat(tables(first, "CREATE TABLE mine (n int)")).isEqualTo(1);
        assertThat(tables(second, "SELECT 1")).isZero();
        assertThat(first.name()).isNotEqualTo(second.name());
    }

    @Test
    void carryRecordsInAGroupOfTheConsumerProtocol() throws Exception {
        String servers = Engines.shared().bootstrapServers();
        Records.createTopic(servers, "carried");
        Records.append(servers, "carried", "hello");

        assertThat(Records.read(servers, "carried", 1)).containsExactly("hello");
    }

    private static int tables(Database database, String before) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(before);
            ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
            rows.next();
            return rows.getInt(1);
        }
    }
}
