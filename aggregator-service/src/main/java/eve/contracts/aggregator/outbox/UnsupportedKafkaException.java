package eve.contracts.aggregator.outbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Kafka or PostgreSQL are not as the application needs them, which does not pass by itself: the start ends.
public final class UnsupportedKafkaException extends RuntimeException {

    private final String action;

    /// @param fault which engine, and what is wrong with it
    /// @param action what can be done about it
    public UnsupportedKafkaException(String fault, String action) {
        super(fault);
        this.action = action;
    }

    /// Makes one readable message of it instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<UnsupportedKafkaException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedKafkaException cause) {
            return new FailureAnalysis(cause.getMessage(), cause.action, cause);
        }
    }
}
