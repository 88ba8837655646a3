package eve.contracts.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Interprets failures of the database by their SQLSTATE.
public final class SqlFailures {

    private SqlFailures() {}

    /// Returns the first SQLSTATE of the failure and its causes.
    public static @Nullable String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() instanceof String state && state.length() == 5) {
                return state;
            }
        }
        return null;
    }

    static boolean isRefusedLogin(Throwable failure) {
        String state = state(failure);
        return state != null && state.startsWith("28");
    }

    static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /// Returns how to fix a failure that does not end by itself; `null` for any other failure.
    static @Nullable String actionFor(SQLException failure) {
        if (isRefusedLogin(failure)) {
            return "Set DATABASE_USERNAME and DATABASE_PASSWORD to a role that may log in (and see pg_hba.conf).";
        }
        if (String.valueOf(failure.getMessage()).contains("unsupported startup parameter")) {
            return "A pooler refuses a parameter of DATABASE_URL. Leave the parameter out, such as options or"
                    + " currentSchema; `alter role … set …` sets it in PostgreSQL (see deploy/README, \"Behind a"
                    + " pooler\").";
        }
        return switch (state(failure)) {
            case "3D000" -> "Create the database, or correct its name in DATABASE_URL.";
            case "42501" ->
                "Grant the user what is missing: connect on the database, usage on the schema; the migration needs"
                        + " the owner of the tables.";
            case null, default -> null;
        };
    }
}
