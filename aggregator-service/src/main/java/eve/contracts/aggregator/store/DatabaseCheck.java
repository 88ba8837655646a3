package eve.contracts.aggregator.store;

import eve.contracts.aggregator.UnfitEngineException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// Looks at the database before anything uses it, and ends the start with what to do where it will never fit. One that
/// is out of reach may come back: that is for readiness, or for the migration, to say.
final class DatabaseCheck implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(DatabaseCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// `uuidv7()` makes the ids of events.
    private static final int OLDEST_VERSION = 18;

    private final JdbcConnectionDetails database;

    DatabaseCheck(JdbcConnectionDetails database) {
        this.database = database;
    }

    /// @throws UnfitEngineException where the login is refused, or the database is missing, too old, not in UTF-8, or
    ///     has no schema to work in
    @Override
    public void afterPropertiesSet() {
        try (Connection connection = SingleConnections.to(database, PATIENCE).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_version_num')::int / 10000, current_setting('server_version'),"
                                + " pg_encoding_to_char(encoding), current_schema(), current_setting('search_path')"
                                + " from pg_database where datname = current_database()")) {
            row.next();
            if (row.getInt(1) < OLDEST_VERSION) {
                throw unfit(
                        "is version " + row.getString(2),
                        "Use PostgreSQL " + OLDEST_VERSION
                                + " or newer: older ones lack functions that the tables need.");
            }
            if (!row.getString(3).equals("UTF8")) {
                throw unfit(
                        "has the encoding " + row.getString(3) + ", which lacks characters that titles have",
                        "Create the database anew with: create database … encoding 'UTF8' template template0");
            }
            if (row.getString(4) == null) {
                throw unfit(
                        "has no schema to work in: of search_path (" + row.getString(5)
                                + ") none exists, or the user has no right to use one",
                        "Create the schema and grant its use (create schema …; grant usage, create on schema … to …),"
                                + " or correct currentSchema in DATABASE_URL.");
            }
        } catch (SQLException e) {
            String action = DatabaseFailureAnalyzer.actionFor(e);
            if (action != null) {
                throw new UnfitEngineException(OutageLog.inWords(database, e), action);
            }
            log.warn("The database cannot be looked at yet. {}", OutageLog.inWords(database, e));
        }
    }

    private UnfitEngineException unfit(String fault, String action) {
        return new UnfitEngineException("PostgreSQL at " + OutageLog.address(database) + " " + fault, action);
    }
}
