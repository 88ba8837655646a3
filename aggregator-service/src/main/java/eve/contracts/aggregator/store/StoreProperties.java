package eve.contracts.aggregator.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept in the database.
///
/// @param keepUnavailable how long an id that is not to be had is kept after it was last asked for; asked for again
///     later, it is answered again
@ConfigurationProperties("contracts.store")
public record StoreProperties(@DefaultValue("90d") Duration keepUnavailable) {

    /// The day that an id was last asked for is kept to the day.
    private static final Duration LEAST = Duration.ofDays(2);

    public StoreProperties {
        if (keepUnavailable.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "contracts.store.keep-unavailable must be at least 2d, not " + keepUnavailable);
        }
    }
}
