package eve.contracts.api.submission;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Limits the rate of published ids: ids beyond it get 429 at once, and no call waits.
@Component
final class SubmissionRate {

    private final SubmissionProperties properties;
    private final RateLimiter limiter;

    SubmissionRate(SubmissionProperties properties) {
        this.properties = properties;
        this.limiter = RateLimiter.of(
                "submission",
                RateLimiterConfig.custom()
                        .limitForPeriod(properties.ids())
                        .limitRefreshPeriod(properties.period())
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    /// @throws ProblemException when the period does not have that many left; then no id may be published
    void take(int ids) {
        if (!limiter.acquirePermission(ids)) {
            throw new ProblemException(
                            ProblemKind.TOO_MANY_IDS,
                            "At most " + properties.ids() + " ids are taken in "
                                    + properties.period().toSeconds()
                                    + " s, from all callers together; none of these was published, send them again later")
                    .retryAfter(seconds());
        }
    }

    /// Returns the seconds after which the next period has certainly begun.
    private long seconds() {
        return Math.max(1, properties.period().plusMillis(999).toSeconds());
    }
}
