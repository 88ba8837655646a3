package eve.contracts.aggregator.store;

import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Connections without a pool, for what is asked at the start only. Parameters of the URL take precedence.
final class SingleConnections {

    /// For statements that take as long as they take, as a migration's do.
    static final Duration UNBOUNDED = Duration.ZERO;

    private SingleConnections() {}

    /// @param answer how long an answer is waited for
    static DataSource to(JdbcConnectionDetails database, Duration answer) {
        return to(database.getJdbcUrl(), database.getUsername(), database.getPassword(), answer);
    }

    static DataSource to(String url, @Nullable String username, @Nullable String password, Duration answer) {
        var settings = new Properties();
        settings.setProperty("connectTimeout", "3");
        settings.setProperty("loginTimeout", "10");
        settings.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("targetServerType", "primary");
        var source = new DriverManagerDataSource(url, settings);
        // The driver takes its own properties, and its defaults, where there are none.
        if (username != null) {
            source.setUsername(username);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }
}
