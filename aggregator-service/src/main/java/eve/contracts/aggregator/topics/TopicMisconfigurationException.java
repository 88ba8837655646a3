package eve.contracts.aggregator.topics;

import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// The topics are not as the application needs them.
final class TopicMisconfigurationException extends RuntimeException {

    TopicMisconfigurationException(List<String> faults) {
        super("The topics are not as they must be:\n  " + String.join("\n  ", faults));
    }

    /// Makes one readable message of it instead of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<TopicMisconfigurationException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, TopicMisconfigurationException cause) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Create or alter the topics; the README lists their settings. With the rights to do so, the"
                            + " application creates missing topics by itself (contracts.topics.*).",
                    cause);
        }
    }
}
