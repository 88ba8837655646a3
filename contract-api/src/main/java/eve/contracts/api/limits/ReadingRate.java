package eve.contracts.api.limits;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Limits the rate of reads without a login for each address: 429 beyond it, until the period is over. Answers
/// return the remaining reads (draft-ietf-httpapi-ratelimit-headers).
@Component
final class ReadingRate implements HandlerInterceptor {

    private final ReadingRateProperties properties;
    private final ByAddress<Window> windows;
    private final Counter refused;

    ReadingRate(ReadingRateProperties properties, MeterRegistry meters) {
        this.properties = properties;
        var config = RateLimiterConfig.custom()
                .limitForPeriod(properties.calls())
                .limitRefreshPeriod(properties.period())
                .timeoutDuration(Duration.ZERO)
                .build();
        this.windows = new ByAddress<>(() -> new Window(RateLimiter.of("reading", config), System.nanoTime()));
        this.refused = Refusals.counter(meters, "rate");
    }

    /// @param begin the start of the first period, in nanoseconds
    private record Window(RateLimiter limiter, long begin) {

        long secondsLeft(Duration period) {
            long left = period.toNanos() - (System.nanoTime() - begin) % period.toNanos();
            return Duration.ofNanos(left).plusMillis(999).toSeconds();
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!Reads.isOne(request) || request.getUserPrincipal() != null) {
            return true;
        }
        var window = windows.of(request.getRemoteAddr());
        boolean taken = window.limiter().acquirePermission();
        int left = Math.max(0, window.limiter().getMetrics().getAvailablePermissions());
        long seconds = window.secondsLeft(properties.period());
        response.setHeader(
                "RateLimit-Policy",
                String.format(
                        Locale.ROOT,
                        "\"reading\";q=%d;w=%d",
                        properties.calls(),
                        properties.period().toSeconds()));
        response.setHeader("RateLimit", String.format(Locale.ROOT, "\"reading\";r=%d;t=%d", left, seconds));
        if (!taken) {
            refused.increment();
            throw new ProblemException(
                            ProblemKind.TOO_MANY_READS,
                            "One address may read " + properties.calls() + " times in "
                                    + properties.period().toSeconds() + " s without a login; wait, or log in")
                    .retryAfter(seconds);
        }
        return true;
    }
}
