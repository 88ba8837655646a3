package eve.contracts.aggregator.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Makes one readable message of a start that ends because the database lets nobody in, instead of a stack trace.
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = DatabaseOutage.state(cause);
        String action = state != null && state.startsWith("08")
                ? "See that PostgreSQL runs and takes connections, and that DATABASE_URL names it."
                : actionFor(cause);
        return action == null
                ? null
                : new FailureAnalysis("PostgreSQL cannot be used: " + cause.getMessage(), action, cause);
    }

    /// What to do about a failure that does not pass by itself, if it is one.
    static @Nullable String actionFor(SQLException failure) {
        String state = DatabaseOutage.state(failure);
        if (DatabaseOutage.isRefusedLogin(failure)) {
            return "Set DATABASE_USERNAME and DATABASE_PASSWORD to a role that may log in (and see pg_hba.conf).";
        }
        if ("3D000".equals(state)) {
            return "Create the database, or correct its name in DATABASE_URL.";
        }
        if ("42501".equals(state)) {
            return "Grant the user what is missing: connect on the database, usage on the schema; the migration needs"
                    + " the owner of the tables.";
        }
        return null;
    }
}
