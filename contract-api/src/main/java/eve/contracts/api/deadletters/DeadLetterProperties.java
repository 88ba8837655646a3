package eve.contracts.api.deadletters;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The retention of dead letters.
///
/// @param keepDecided how long a dead letter that was replayed, folded, answered or discarded is kept, both
///     after its death and after the decision; the decision itself is kept
@ConfigurationProperties("contracts.dead-letters")
record DeadLetterProperties(@DefaultValue("90d") Duration keepDecided) {

    DeadLetterProperties {
        if (!keepDecided.isPositive()) {
            throw new IllegalArgumentException(
                    "contracts.dead-letters.keep-decided must be positive, not " + keepDecided);
        }
    }
}
