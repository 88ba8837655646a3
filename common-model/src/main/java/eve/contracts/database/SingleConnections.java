package eve.contracts.database;

import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Creates connections without a pool, for the few statements at the start. Parameters of the URL take
/// precedence.
public final class SingleConnections {

    /// For statements whose duration is not limited, such as those of a migration.
    public static final Duration UNBOUNDED = Duration.ZERO;

    private SingleConnections() {}

    /// Returns connections to a server that accepts writes.
    ///
    /// @param answer the longest wait for an answer
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
        // Without these, the driver uses its own properties and defaults.
        if (database.username() != null) {
            source.setUsername(database.username());
        }
        if (database.password() != null) {
            source.setPassword(database.password());
        }
        return source;
    }
}
