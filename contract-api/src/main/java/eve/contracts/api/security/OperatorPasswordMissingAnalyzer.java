package eve.contracts.api.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says in one message, without a stack trace, what to set.
final class OperatorPasswordMissingAnalyzer extends AbstractFailureAnalyzer<OperatorPasswordMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OperatorPasswordMissingException cause) {
        return new FailureAnalysis(
                "The operator, who alone may publish ids, has no password, and there is no default for it.",
                "Set the environment variable OPERATOR_PASSWORD (or the property contracts.operator.password).",
                cause);
    }
}
