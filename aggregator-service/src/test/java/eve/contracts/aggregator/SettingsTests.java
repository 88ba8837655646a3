package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.aggregator.discovery.DiscoveryProperties;
import eve.contracts.aggregator.outbox.OutboxProperties;
import eve.contracts.aggregator.topics.TopicsProperties;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// A number that would stop the flow ends the start, and the message names the setting and its allowed values.
class SettingsTests {

    private static Object bound(String name, String value) {
        var binder = new Binder(new MapConfigurationPropertySource(Map.of(name, value)));
        String prefix = name.substring(0, name.lastIndexOf('.'));
        return switch (prefix) {
            case "contracts.outbox" -> binder.bindOrCreate(prefix, OutboxProperties.class);
            case "contracts.topics" -> binder.bindOrCreate(prefix, TopicsProperties.class);
            default -> binder.bindOrCreate(prefix, DiscoveryProperties.class);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "contracts.outbox.batch-size, 0",
        "contracts.outbox.batch-size, -1",
        "contracts.outbox.batch-size, 2147483647",
        "contracts.outbox.batch-bytes, 0",
        "contracts.outbox.batch-bytes, -5",
        "contracts.outbox.batch-bytes, 9223372036854775807",
        "contracts.outbox.lease, 0s",
        "contracts.outbox.lease, -9s",
        "contracts.outbox.lease, 999ms",
        "contracts.outbox.lease, 16m",
        "contracts.outbox.lease, 100000d",
        "contracts.outbox.heartbeat, 0s",
        "contracts.outbox.heartbeat, -1s",
        "contracts.outbox.heartbeat, 4s",
        "contracts.outbox.busy-poll, 0s",
        "contracts.outbox.busy-poll, -1ms",
        "contracts.outbox.busy-poll, 10d",
        "contracts.outbox.idle-poll, 0s",
        "contracts.outbox.idle-poll, 500us",
        "contracts.topics.partitions, 0",
        "contracts.topics.partitions, -1",
        "contracts.topics.partitions, 1000000",
        "contracts.topics.replication-factor, 0",
        "contracts.topics.replication-factor, -2",
        "contracts.topics.min-insync-replicas, 0",
        "contracts.topics.max-record-bytes, 0",
        "contracts.topics.max-record-bytes, -1",
        "contracts.topics.max-record-bytes, 2147483647",
        "contracts.discovery.interval, 0s",
        "contracts.discovery.interval, -30s",
        "contracts.discovery.interval, 400d"
    })
    void isRefused(String name, String value) {
        assertThatThrownBy(() -> bound(name, value)).rootCause().hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "contracts.outbox.batch-size, 1",
        "contracts.outbox.batch-bytes, 1",
        "contracts.outbox.lease, 15m",
        "contracts.outbox.heartbeat, 3s",
        "contracts.topics.partitions, 1",
        "contracts.topics.replication-factor, -1",
        "contracts.topics.replication-factor, 3",
        "contracts.discovery.interval, 1s"
    })
    void isTaken(String name, String value) {
        assertThat(bound(name, value)).isNotNull();
    }
}
