package eve.contracts.database;

import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Connections without a pool, for what is asked at the start only. Parameters of the URL take precedence.
public final class SingleConnections {

    /// For statements that take as long as they take, as a migration's do.
    public static final Duration UNBOUNDED = Duration.ZERO;

    private SingleConnections() {}

    /// To a server that can be written.
    ///
    /// @param answer how long an answer is waited for
    public static DataSource to(DatabaseLogin database, Duration answer) {
        return to(database, answer, "primary");
    }

    /// @param server as the driver's `targetServerType`
    static DataSource to(DatabaseLogin database, Duration answer, String server) {
        var settings = new Properties();
        settings.setProperty("connectTimeout", "3");
        settings.setProperty("loginTimeout", "10");
        settings.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("targetServerType", server);
        var source = new DriverManagerDataSource(database.url(), settings);
        // The driver takes its own properties, and its defaults, where there are none.
        if (database.username() != null) {
            source.setUsername(database.username());
        }
        if (database.password() != null) {
            source.setPassword(database.password());
        }
        return source;
    }
}
