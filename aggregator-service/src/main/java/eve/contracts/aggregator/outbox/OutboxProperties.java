package eve.contracts.aggregator.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the relay.
///
/// @param enabled `false` leaves the outbox to another reader, such as Debezium
/// @param source the CloudEvents attribute `ce_source`
/// @param batchSize the most events in flight
/// @param batchBytes the most bytes in flight, as the database stores them; a single event may be larger
/// @param lease how long a bucket stays with a relay that sends no heartbeat; a call to Kafka may take a third
///     of it
/// @param heartbeat how often a relay sends a heartbeat and takes or releases buckets
/// @param busyPoll how soon a relay polls again after it had events
/// @param idlePoll the longest time until an event written by another replica is noticed
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

    private static final int MOST_EVENTS = 100_000;
    private static final long MOST_BYTES = 268_435_456;
    /// Brokers accept no longer transactions by default (`transaction.max.timeout.ms`).
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(15);

    public OutboxProperties {
        within("batch-size", batchSize, MOST_EVENTS);
        within("batch-bytes", batchBytes, MOST_BYTES);
        positive("heartbeat", heartbeat);
        positive("busy-poll", busyPoll);
        positive("idle-poll", idlePoll);
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("contracts.outbox.lease must be 1 s to 15 min, not " + lease);
        }
        if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
            throw new IllegalArgumentException("contracts.outbox.lease (" + lease
                    + ") must be at least three times contracts.outbox.heartbeat (" + heartbeat + ")");
        }
    }

    private static void within(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("contracts.outbox." + name + " must be 1 to " + most + ", not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        // Waits are counted in milliseconds.
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("contracts.outbox." + name + " must be 1 ms to 15 min, not " + value);
        }
    }
}
