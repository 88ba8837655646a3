package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How ids are taken in.
///
/// @param enabled `false` leaves the ids to other replicas; the outbox is relayed all the same
/// @param window ids that are worked on, or done and not yet acknowledged, at most, in this process: what can be
///     repeated after a crash; three quarters are always there for fresh ids, an eighth for the retry tiers
/// @param retryDelays how long an id waits in each retry tier; after the last tier it is a dead letter
/// @param deadline after which an id that holds back its partition's commits goes to the retry tiers
/// @param shutdownGrace how long a stop or a rebalance waits for the ids that are being worked on
/// @param groupId the consumer group of `contract-ids`; that of a retry tier has the tier's number appended
@ConfigurationProperties("contracts.intake")
public record IntakeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("256") int window,
        @DefaultValue({"10s", "1m", "10m", "1h"}) List<Duration> retryDelays,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("20s") Duration shutdownGrace,
        @DefaultValue("contract-aggregator") String groupId) {

    public IntakeProperties {
        retryDelays = List.copyOf(retryDelays);
        if (window < 1) {
            throw new IllegalArgumentException("contracts.intake.window must be at least 1, not " + window);
        }
        if (retryDelays.isEmpty()) {
            throw new IllegalArgumentException("contracts.intake.retry-delays must name at least one delay");
        }
        if (retryDelays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException(
                    "contracts.intake.retry-delays must all be longer than nothing, not " + retryDelays);
        }
    }
}
