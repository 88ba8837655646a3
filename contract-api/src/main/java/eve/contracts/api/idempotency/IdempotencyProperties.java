package eve.contracts.api.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The retention of answers for calls that are repeated with their `Idempotency-Key`.
///
/// @param keep how long an answer is kept
/// @param keys the maximum number of keys; beyond it, the earliest are deleted
/// @param lease how long a call holds its key without an answer: after a crash, the call can be repeated when
///     the lease is over. Longer than the longest call, 5s or more
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
