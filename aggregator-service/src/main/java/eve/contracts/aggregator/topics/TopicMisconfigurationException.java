package eve.contracts.aggregator.topics;

import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Topics are missing or have settings that the application cannot work with.
final class TopicMisconfigurationException extends RuntimeException {

    TopicMisconfigurationException(List<String> faults) {
        super("The topics are missing or misconfigured:\n  " + String.join("\n  ", faults));
    }

    /// Turns it into one readable message instead of a stack trace.
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
