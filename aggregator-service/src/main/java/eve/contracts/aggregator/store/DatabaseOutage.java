package eve.contracts.aggregator.store;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;

/// Tells a database that cannot be used now from one that refuses what it was given: the first is no failure of the
/// contract.
public final class DatabaseOutage {

    /// A standby after a failover; PostgreSQL's other states of this kind are translated by Spring.
    private static final String READ_ONLY = "25006";

    private DatabaseOutage() {}

    public static boolean isBehind(DataAccessException failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessResourceException
                || failure.getMostSpecificCause() instanceof SQLException cause
                        && READ_ONLY.equals(cause.getSQLState());
    }
}
