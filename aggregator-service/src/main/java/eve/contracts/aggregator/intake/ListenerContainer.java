package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.intake.consumer.ParallelListener;
import eve.contracts.kafka.EndedContainers;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// Owns the container that delivers a topic to its [ParallelListener], and handles the assignment and
/// revocation of partitions.
final class ListenerContainer implements ConsumerAwareRebalanceListener {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(2);
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(1);

    private final String topic;
    private final String group;
    private final String clientId;
    private final ParallelListener listener;
    private final Positions positions;
    private final UnreadableBatches unreadable;
    private final KafkaMessageListenerContainer<byte[], byte[]> container;

    /// @param shutdown how long a stop may take
    ListenerContainer(
            String topic,
            String group,
            ParallelListener listener,
            Positions positions,
            UnreadableBatches unreadable,
            ConsumerFactory<byte[], byte[]> consumers,
            Duration shutdown,
            EndedContainers ended) {
        this.topic = topic;
        this.group = group;
        this.listener = listener;
        this.positions = positions;
        this.unreadable = unreadable;
        // Different from those of other replicas, so that this consumer can be found in its group.
        this.clientId = "intake-" + topic + "-" + UUID.randomUUID();
        var properties = new ContainerProperties(topic);
        properties.setGroupId(group);
        properties.setClientId(clientId);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(this);
        properties.setOffsetAndMetadataProvider(positions);
        properties.setPollTimeout(POLL.toMillis());
        properties.setIdleBetweenPolls(BETWEEN_POLLS.toMillis());
        properties.setIdlePartitionEventInterval(SETTLED_AFTER.toMillis());
        properties.setStopImmediate(true);
        properties.setShutdownTimeout(shutdown.toMillis());
        var consumerProperties = new Properties();
        consumerProperties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumerProperties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setKafkaConsumerProperties(consumerProperties);
        this.container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName("intake-" + topic);
        container.setCommonErrorHandler(new ConsumerErrors(positions, unreadable, consumerProperties));
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConsumerStoppedEvent stopped) {
                ended.note(stopped);
            }
            if (event instanceof ListenerContainerPartitionIdleEvent idle
                    && listener.isSettled(idle.getTopicPartition())
                    && !unreadable.standsStill(idle.getTopicPartition())) {
                positions.commitSettled(idle.getConsumer(), idle.getTopicPartition());
            }
        });
        listener.attach(container);
    }

    String topic() {
        return topic;
    }

    String group() {
        return group;
    }

    String clientId() {
        return clientId;
    }

    Positions positions() {
        return positions;
    }

    KafkaMessageListenerContainer<byte[], byte[]> container() {
        return container;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.assigned(consumer, partitions);
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        unreadable.forget(revoked, container);
        listener.revoke(revoked);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        unreadable.forget(lost, container);
        listener.lose(lost);
    }
}
