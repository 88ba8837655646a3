package eve.contracts.aggregator.outbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Kafka or PostgreSQL do not meet a requirement, and waiting does not change that: the start ends.
public final class UnsupportedKafkaException extends RuntimeException {

    private final String action;

    /// @param fault which engine, and what is wrong with it
    /// @param action how to fix it
    public UnsupportedKafkaException(String fault, String action) {
        super(fault);
        this.action = action;
    }

    /// Turns it into one readable message instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<UnsupportedKafkaException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedKafkaException cause) {
            return new FailureAnalysis(cause.getMessage(), cause.action, cause);
        }
    }
}
