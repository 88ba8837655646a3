package eve.contracts.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/// Has the pool close connections that will never do again what they are for. HikariCP itself closes those that fail
/// with `08…` (connection), `57P01` to `57P03` (shutdown, crash, start) and `0A000` (a plan that no longer fits).
///
/// A connection to a primary that was demoted stays open and answers every write with `25006`: kept, it would fail
/// until the end of its life, while the new primary is there.
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
