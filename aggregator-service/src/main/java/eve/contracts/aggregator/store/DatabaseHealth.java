package eve.contracts.aggregator.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/// Reports down while the database does not answer in time, or is read-only; part of readiness.
@Component("dbHealthIndicator")
class DatabaseHealth extends AbstractHealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DataSource database;
    private final OutageLog outages;

    DatabaseHealth(DataSource database, OutageLog outages) {
        this.database = database;
        this.outages = outages;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        try {
            look(builder);
        } catch (SQLException e) {
            // If it were thrown, every check would log it.
            outages.note(e);
            builder.down().withDetail("error", e.toString());
        }
    }

    private void look(Health.Builder builder) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
            try (ResultSet readOnly = statement.executeQuery("show transaction_read_only")) {
                readOnly.next();
                boolean writable = readOnly.getString(1).equals("off");
                builder.withDetail("writable", writable);
                if (writable) {
                    builder.up();
                } else {
                    builder.down();
                }
            }
        }
    }
}
