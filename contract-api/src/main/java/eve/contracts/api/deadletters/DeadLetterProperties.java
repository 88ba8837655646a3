package eve.contracts.api.deadletters;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept of dead letters.
///
/// @param keepDecided for how long one is kept that was replayed, folded, answered or discarded, from its death and
/// from
///     the decision; the decision itself is kept
@ConfigurationProperties("contracts.dead-letters")
record DeadLetterProperties(@DefaultValue("90d") Duration keepDecided) {

    DeadLetterProperties {
        if (!keepDecided.isPositive()) {
            throw new IllegalArgumentException(
                    "contracts.dead-letters.keep-decided must be longer than nothing, not " + keepDecided);
        }
    }
}
