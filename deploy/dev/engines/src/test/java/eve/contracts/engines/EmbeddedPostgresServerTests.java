package eve.contracts.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresServerTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void flushesWhatItCommits(String setting) throws SQLException {
        try (EmbeddedPostgresServer server = server().start()) {
            assertThat(query(server, "SHOW " + setting)).isEqualTo("on");
        }
    }

    @Test
    void isAPostgres18ThatListensOnThisMachineOnly() throws SQLException {
        try (EmbeddedPostgresServer server = server().start()) {
            assertThat(query(server, "SHOW server_version")).startsWith("18");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(server, "SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void keepsItsDataFromOneStartToTheNext() throws SQLException {
        try (EmbeddedPostgresServer server = server().start()) {
            execute(server, "CREATE TABLE kept AS SELECT 42 AS n");
        }
        try (EmbeddedPostgresServer server = server().start()) {
            assertThat(query(server, "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void comesBackOnTheSameAddressAfterAStopAndAfterACrash() throws SQLException {
        try (EmbeddedPostgresServer server = server().start()) {
            execute(server, "CREATE TABLE kept AS SELECT 1 AS n");
            String address = server.jdbcUrl();

            server.stop();
            assertThatThrownBy(() -> query(server, "SELECT 1")).isInstanceOf(SQLException.class);
            server.start();
            execute(server, "UPDATE kept SET n = n + 1");
            server.crash();
            server.start();

            assertThat(server.jdbcUrl()).isEqualTo(address);
            assertThat(query(server, "SELECT n FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void createsADatabaseOnce() throws SQLException {
        try (EmbeddedPostgresServer server = server().start()) {
            server.createDatabase("contracts");
            server.createDatabase("contracts");

            assertThat(query(server, "SELECT count(*) FROM pg_database WHERE datname = 'contracts'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void namesTheTakenPortAndItsOption() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> server().port(port, "-Dpostgres.port=").start())
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port %d is taken; set another with -Dpostgres.port=…", port);
            assertThat(directory.resolve("pgdata")).doesNotExist();
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (var _ = server().start()) {
            assertThatThrownBy(() -> server().start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void beginsAgainWhenTheFirstStartWasKilledHalfway() throws Exception {
        Path data = Files.createDirectories(directory.resolve("pgdata"));
        Files.writeString(data.resolve("postgresql.conf"), "");

        try (EmbeddedPostgresServer server = server().start()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void saysWhatPostgresSaidWhenItDoesNotStart() {
        assertThatThrownBy(() -> server().setting("shared_buffers", "nonsense").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    private EmbeddedPostgresServer.Options server() {
        return EmbeddedPostgresServer.options().directory(directory);
    }

    static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
