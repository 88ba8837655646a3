package eve.contracts.api.submission;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Bounds the ids that are published: 429 for those beyond, who need not wait here.
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

    /// @throws ProblemException when the period has not that many left: none is to be published then
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

    /// When the next period has surely begun.
    private long seconds() {
        return Math.max(1, properties.period().plusMillis(999).toSeconds());
    }
}
