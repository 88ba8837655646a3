package eve.contracts.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// The database does not meet a requirement of the services, and waiting does not change that: the start ends.
public final class UnsuitableDatabaseException extends RuntimeException {

    private final String action;

    /// @param fault which database, and what is wrong with it
    /// @param action how to fix it
    UnsuitableDatabaseException(String fault, String action) {
        super(fault);
        this.action = action;
    }

    /// Turns it into one readable message instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<UnsuitableDatabaseException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnsuitableDatabaseException cause) {
            return new FailureAnalysis(cause.getMessage(), cause.action, cause);
        }
    }
}
