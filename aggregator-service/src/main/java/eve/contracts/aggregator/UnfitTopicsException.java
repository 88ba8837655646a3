package eve.contracts.aggregator;

import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// The topics are not as the application needs them.
final class UnfitTopicsException extends RuntimeException {

    UnfitTopicsException(List<String> faults) {
        super("The topics are not as they must be:\n  " + String.join("\n  ", faults));
    }

    /// Makes one readable message of it instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<UnfitTopicsException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnfitTopicsException cause) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Create or alter the topics; the README lists their settings. With the rights to do so, the"
                            + " application creates missing topics by itself (contracts.topics.*).",
                    cause);
        }
    }
}
