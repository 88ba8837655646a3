package eve.contracts.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// The database is not as the services need it, which does not pass by itself: the start ends.
public final class UnfitDatabaseException extends RuntimeException {

    private final String action;

    /// @param fault which database, and what is wrong with it
    /// @param action what can be done about it
    UnfitDatabaseException(String fault, String action) {
        super(fault);
        this.action = action;
    }

    /// Makes one readable message of it instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<UnfitDatabaseException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnfitDatabaseException cause) {
            return new FailureAnalysis(cause.getMessage(), cause.action, cause);
        }
    }
}
