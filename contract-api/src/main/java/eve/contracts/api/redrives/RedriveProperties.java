package eve.contracts.api.redrives;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What bounds redrives.
///
/// @param maxReplays how often one record may be replayed; then it is quarantined
/// @param haltShare share of a redrive's replays, from 0 to 1, that may come back dead; from there on it
///     halts itself
/// @param haltMinimum replays that must have been sent before that share counts
@ConfigurationProperties("contracts.redrives")
record RedriveProperties(
        @DefaultValue("5") int maxReplays,
        @DefaultValue("0.5") double haltShare,
        @DefaultValue("20") int haltMinimum) {

    RedriveProperties {
        if (maxReplays < 1 || haltMinimum < 1 || !(haltShare > 0)) {
            throw new IllegalArgumentException(
                    "contracts.redrives.max-replays, .halt-minimum and .halt-share must be more than 0");
        }
    }
}
