package eve.contracts.aggregator.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How events are relayed.
///
/// @param enabled `false` leaves the outbox to another reader, such as Debezium
/// @param source the CloudEvents attribute `ce_source`
/// @param batchSize events in flight at most
/// @param lease how long a bucket stays with a relay that shows no sign of life
/// @param idlePoll the longest time an event written by another replica waits to be noticed
@ConfigurationProperties("contracts.outbox")
public record OutboxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("contract-aggregator") String source,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("500ms") Duration idlePoll) {}
