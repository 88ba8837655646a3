package eve.contracts.api.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Reports in one message, without a stack trace, which setting to change.
final class InsecureSettingAnalyzer extends AbstractFailureAnalyzer<InsecureSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InsecureSettingException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
