package eve.contracts.database;

import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/// Distinguishes a database that cannot be used now from one that rejects the given values: the first is no
/// failure of the contract or of the call.
///
/// Statements are fixed, so a missing permission or table affects every contract and every call. Errors that
/// values can cause are no outage: `22…` (data), `23…` (constraints), `54…` (limits, such as the size of an
/// index entry). Neither is `XX…` (internal errors, damaged rows): one damaged row must not hold back its
/// partition forever.
public final class DatabaseOutage {

    /// Connection, role, cursor, transaction state, statement name, transaction end, login, cursor name,
    /// savepoint, database, schema, transaction rollback, resources, object state (locks), intervention
    /// (cancel, shutdown), system, the server's configuration file.
    private static final Set<String> CLASSES = Set.of(
            "08", "0B", "24", "25", "26", "2D", "28", "34", "3B", "3D", "3F", "40", "53", "55", "57", "58", "F0");

    /// A plan that is no longer valid; a permission, table, column, function or type that is missing; a
    /// prepared statement that already exists, as behind a pooler that gives each transaction another
    /// connection.
    private static final Set<String> STATES = Set.of("0A000", "42501", "42P01", "42703", "42883", "42704", "42P05");

    private DatabaseOutage() {}

    public static boolean isBehind(DataAccessException failure) {
        String state = SqlFailures.state(failure);
        if (failure instanceof CannotGetJdbcConnectionException || state == null) {
            return failure instanceof DataAccessResourceFailureException
                    || failure instanceof TransientDataAccessResourceException
                    || failure instanceof QueryTimeoutException;
        }
        return CLASSES.contains(state.substring(0, 2)) || STATES.contains(state);
    }
}
