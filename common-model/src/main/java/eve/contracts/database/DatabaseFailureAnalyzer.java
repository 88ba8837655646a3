package eve.contracts.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Turns a start that failed because the database rejects connections into one readable message instead of a
/// stack trace.
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = SqlFailures.state(cause);
        String action = SqlFailures.actionFor(cause);
        if (action == null && state != null && state.startsWith("08")) {
            action = "See that PostgreSQL runs and takes connections, and that DATABASE_URL names it, or of several"
                    + " servers the primary too.";
        }
        return action == null
                ? null
                : new FailureAnalysis("PostgreSQL cannot be used: " + cause.getMessage(), action, cause);
    }
}
