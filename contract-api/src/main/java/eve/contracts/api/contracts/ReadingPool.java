package eve.contracts.api.contracts;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Lends connections inside a transaction that can write nothing and sees one state of the database. It ends when the
/// connection is given back.
///
/// Nothing is set for the session: behind a pooler, the next transaction of the session may be another client's.
final class ReadingPool extends HikariDataSource {

    /// Each read is made so that one plan is right for all values: along the index that it names. Planning takes
    /// longer than reading, and statistics would now and then lead elsewhere.
    private static final String SETTINGS = """
            set transaction isolation level repeatable read; set local plan_cache_mode = force_generic_plan;
            set local enable_seqscan = off; set local enable_bitmapscan = off; set local jit = off
            """;

    ReadingPool() {
        // With each BEGIN.
        setReadOnly(true);
        addDataSourceProperty("readOnlyMode", "transaction");
        // The settings are no prepared statements.
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
