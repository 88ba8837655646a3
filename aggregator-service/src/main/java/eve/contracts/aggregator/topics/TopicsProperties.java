package eve.contracts.aggregator.topics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the topics that are created when they do not exist. Existing topics are not changed.
///
/// @param prefix put before every topic's name
/// @param partitions of each topic
/// @param replicationFactor copies of each partition; -1 is the broker's default
/// @param minInsyncReplicas how many copies must have a record before it is acknowledged
/// @param maxRecordBytes the largest record that the id topics accept; an unreadable one becomes a dead letter
///     with all its bytes
@ConfigurationProperties("contracts.topics")
public record TopicsProperties(
        @DefaultValue("") String prefix,
        @DefaultValue("6") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue("1") int minInsyncReplicas,
        @DefaultValue("4194304") int maxRecordBytes) {

    public TopicsProperties {
        if (!prefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "contracts.topics.prefix may hold letters, digits, '.', '_' and '-' only, not \"" + prefix + "\"");
        }
        within("partitions", partitions, 1, 10_000);
        if (replicationFactor != -1) {
            within("replication-factor", replicationFactor, 1, Short.MAX_VALUE);
        }
        within("min-insync-replicas", minInsyncReplicas, 1, Short.MAX_VALUE);
        // The producer can send on records of up to 32 MiB, headers included.
        within("max-record-bytes", maxRecordBytes, 1024, 33_000_000);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "contracts.topics." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
