package eve.contracts.aggregator.outbox;

import eve.contracts.aggregator.store.OutageLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/// Gives the relay its access to the database. It waits for an answer no longer than a third of the lease, so
/// that a silent connection does not cost the relay its buckets; the server is asked to cancel a slow statement
/// before that.
@Component
class RelayDatabase {

    private final JdbcClient jdbc;
    private final OutageLog outages;

    RelayDatabase(DataSource pool, JdbcConnectionDetails database, OutboxProperties properties) {
        Duration patience = properties.lease().dividedBy(3);
        var template = new JdbcTemplate(new Impatient(pool, patience));
        template.setQueryTimeout(Math.toIntExact(Math.max(1, patience.toSeconds() - 1)));
        this.jdbc = JdbcClient.create(template);
        this.outages = new OutageLog(database);
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /// Logs an outage, at most once a minute.
    void note(DataAccessException outage) {
        outages.note(outage);
    }

    /// Sets the network timeout of each connection; the pool resets it when the connection returns.
    private static final class Impatient extends DelegatingDataSource {

        private final int millis;

        Impatient(DataSource pool, Duration patience) {
            super(pool);
            this.millis = Math.toIntExact(patience.toMillis());
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try {
                connection.setNetworkTimeout(Runnable::run, millis);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
