package eve.contracts.api.redrives;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The limits of redrives.
///
/// @param maxReplays how often one record may be replayed; after that it is quarantined
/// @param haltShare the share of a redrive's finished replays, from 0 to 1, that may come back dead; at this
///     share it halts itself. A replay that waits for a retry is not finished. More than 1: it never halts
/// @param haltMinimum the number of finished replays from which the share is checked
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
