package eve.contracts.aggregator.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How events are relayed.
///
/// @param enabled `false` leaves the outbox to another reader, such as Debezium
/// @param source the CloudEvents attribute `ce_source`
/// @param batchSize events in flight at most
/// @param batchBytes bytes in flight at most, as the database stores them; a single event may be larger
/// @param lease how long a bucket stays with a relay that shows no sign of life; a call to Kafka may take a third of it
/// @param heartbeat how often a relay shows a sign of life and takes or gives buckets
/// @param busyPoll how soon a relay looks again after it had events
/// @param idlePoll the longest time an event written by another replica waits to be noticed
@ConfigurationProperties("contracts.outbox")
public record OutboxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("contract-aggregator") String source,
        @DefaultValue("4000") int batchSize,
        @DefaultValue("16777216") long batchBytes,
        @DefaultValue("9s") Duration lease,
        @DefaultValue("1s") Duration heartbeat,
        @DefaultValue("5ms") Duration busyPoll,
        @DefaultValue("1s") Duration idlePoll) {

    public OutboxProperties {
        if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
            throw new IllegalArgumentException(
                    "contracts.outbox.lease (%s) must be at least three times contracts.outbox.heartbeat (%s)"
                            .formatted(lease, heartbeat));
        }
    }
}
