package eve.contracts.aggregator.intake;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the intake.
///
/// @param enabled `false` leaves the ids to other replicas; this process still relays the outbox
/// @param window the most ids in this process that are being worked on, or done and not yet acknowledged: what
///     can be repeated after a crash; three quarters are always there for new ids, an eighth for the retry
///     tiers
/// @param retryDelays how long an id waits in each retry tier; one that fails more often than there are tiers
///     is a dead letter
/// @param deadline after which an id that holds back its partition's commits goes to the retry tiers
/// @param shutdownGrace how long a stop or a rebalance waits for the ids that are being worked on
/// @param groupId the consumer group of `contract-ids`, `contract-aggregator` after the topics' prefix by
///     default; that of a retry tier has the tier's number appended
/// @param membershipTimeout how long a listener may be outside its consumer group before readiness falls and it
///     is started again
/// @param skipUnreadable offsets as `topic-partition@first-last`, or `topic-partition@offset`, to give up where
///     they cannot be read: each becomes a dead letter without value; read at the start only
@ConfigurationProperties("contracts.intake")
public record IntakeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("256") int window,
        @DefaultValue({"10s", "1m", "10m", "1h"}) List<Duration> retryDelays,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("20s") Duration shutdownGrace,
        @Nullable String groupId,
        @DefaultValue("1m") Duration membershipTimeout,
        @DefaultValue Set<String> skipUnreadable) {

    public IntakeProperties {
        retryDelays = List.copyOf(retryDelays);
        skipUnreadable = Set.copyOf(skipUnreadable);
        if (window < 1) {
            throw new IllegalArgumentException("contracts.intake.window must be at least 1, not " + window);
        }
        if (retryDelays.isEmpty()) {
            throw new IllegalArgumentException("contracts.intake.retry-delays must name at least one delay");
        }
        if (retryDelays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException(
                    "contracts.intake.retry-delays must all be positive, not " + retryDelays);
        }
        requireLongerThanNothing("deadline", deadline);
        requireLongerThanNothing("shutdown-grace", shutdownGrace);
        requireLongerThanNothing("membership-timeout", membershipTimeout);
        if (groupId != null && groupId.isBlank()) {
            throw new IllegalArgumentException(
                    "contracts.intake.group-id must not be blank; leave it out for the default");
        }
        skipUnreadable.forEach(OffsetRange::parse);
    }

    private static void requireLongerThanNothing(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("contracts.intake." + name + " must be positive, not " + duration);
        }
    }

    /// The consumer group of `contract-ids`.
    public String group(Topics topics) {
        return groupId == null ? topics.workerGroup() : groupId;
    }
}
