package eve.contracts.aggregator.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the stored data.
///
/// @param keepUnavailable how long an unavailable id is kept after it was last requested; an id requested later
///     is answered again
@ConfigurationProperties("contracts.store")
public record StoreProperties(@DefaultValue("90d") Duration keepUnavailable) {

    /// The time of the last request is kept with a precision of a day.
    private static final Duration LEAST = Duration.ofDays(2);

    public StoreProperties {
        if (keepUnavailable.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "contracts.store.keep-unavailable must be at least 2d, not " + keepUnavailable);
        }
    }
}
