package eve.contracts.api.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How often one address may read without a login.
///
/// @param calls in one period
/// @param period after which as many calls are served again; 1s or more
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
