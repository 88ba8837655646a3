package eve.contracts.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads what a failure of the database means from its SQLSTATE.
public final class SqlFailures {

    private SqlFailures() {}

    /// The first SQLSTATE of the failure and its causes.
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

    /// What to do about a failure that does not pass by itself, if it is one.
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
