package eve.contracts.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/// Makes the pool close connections that can never be used again. HikariCP itself closes those that fail with
/// `08…` (connection), `57P01` to `57P03` (shutdown, crash, start) and `0A000` (a plan that is no longer
/// valid).
///
/// A connection to a demoted primary stays open and answers every write with `25006`: if it were kept, it would
/// fail until the end of its life, although the new primary is available.
public final class UnusableConnections implements SQLExceptionOverride {

    private static final Set<String> STATES = Set.of(
            "25006", // read-only
            "25P03", // closed: idle in a transaction
            "25P04", // closed: transaction too long
            "26000", // prepared statement unknown to the server
            "57P04", // database dropped
            "57P05"); // closed: idle

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && STATES.contains(state)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
