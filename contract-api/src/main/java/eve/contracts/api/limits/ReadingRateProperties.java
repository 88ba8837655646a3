package eve.contracts.api.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The rate limit for reads without a login, for each address.
///
/// @param calls the maximum number of calls in one period
/// @param period the length of a period; 1s or more
@ConfigurationProperties("contracts.read.rate")
record ReadingRateProperties(
        @DefaultValue("6000") int calls,
        @DefaultValue("30s") Duration period) {

    ReadingRateProperties {
        if (calls < 1) {
            throw new IllegalArgumentException("contracts.read.rate.calls must be 1 or more");
        }
        if (period.toSeconds() < 1) {
            throw new IllegalArgumentException("contracts.read.rate.period must be 1s or more");
        }
    }
}
