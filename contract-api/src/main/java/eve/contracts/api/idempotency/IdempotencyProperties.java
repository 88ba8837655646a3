package eve.contracts.api.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long answers are kept for calls that are repeated with their `Idempotency-Key`.
///
/// @param keep how long an answer is kept
/// @param keys how many are kept at most; beyond, the earliest are forgotten
/// @param lease how long a call holds its key without an answer: after a crash, the call can be repeated when it is
///     over. More than the longest call takes, 5s or more
@ConfigurationProperties("contracts.idempotency")
record IdempotencyProperties(
        @DefaultValue("24h") Duration keep,
        @DefaultValue("100000") int keys,
        @DefaultValue("45s") Duration lease) {

    IdempotencyProperties {
        if (keys < 1) {
            throw new IllegalArgumentException("contracts.idempotency.keys must be 1 or more");
        }
        if (lease.toSeconds() < 5) {
            throw new IllegalArgumentException("contracts.idempotency.lease must be 5s or more");
        }
        if (keep.compareTo(lease) < 0) {
            throw new IllegalArgumentException("contracts.idempotency.keep must not be shorter than .lease");
        }
    }
}
