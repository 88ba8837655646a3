package eve.contracts.api.reading;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Provides connections inside a read-only transaction with one snapshot of the database. The transaction ends
/// when the connection is returned.
///
/// No setting is made for the session: behind a pooler, another client may get the session's next transaction.
final class ReadingPool extends HikariDataSource {

    /// Each read is written so that one plan, along the intended index, is right for all values. Planning takes
    /// longer than reading, and with statistics the planner would sometimes choose another plan.
    private static final String SETTINGS = """
            set transaction isolation level repeatable read; set local plan_cache_mode = force_generic_plan;
            set local enable_seqscan = off; set local enable_bitmapscan = off; set local jit = off
            """;

    ReadingPool() {
        // Sets read-only with each BEGIN.
        setReadOnly(true);
        addDataSourceProperty("readOnlyMode", "transaction");
        // Sends the settings without a prepared statement.
        addDataSourceProperty("preferQueryMode", "extendedForPrepared");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            connection.setAutoCommit(false);
            try (Statement settings = connection.createStatement()) {
                settings.execute(SETTINGS);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
