package eve.contracts.aggregator.intake;

import eve.contracts.logging.SparseLog;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Handles a failed poll: the consumer continues after a rest where that helps; otherwise it ends, and is soon
/// started again as a new consumer. A lasting failure keeps neither the processor nor the log busy.
///
/// A poll that ends with an exception which is not Kafka's loses the records that it took before
/// (FetchCollector catches KafkaException only), while the consumer's position is past them. So that consumer
/// does not poll again, and its successors take one record at a time: then there is nothing to lose.
final class ConsumerErrors extends DefaultErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(ConsumerErrors.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Positions positions;
    private final UnreadableBatches unreadable;
    private final Properties consumerProperties;
    private final SparseLog failures = new SparseLog(log);

    /// @param consumerProperties the properties of the container's next consumer
    ConsumerErrors(Positions positions, UnreadableBatches unreadable, Properties consumerProperties) {
        this.positions = positions;
        this.unreadable = unreadable;
        this.consumerProperties = consumerProperties;
    }

    @Override
    public void handleOtherException(
            Exception e, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        try {
            if (e instanceof OffsetOutOfRangeException outOfRange) {
                positions.outOfRange(outOfRange, consumer);
            } else if (!(e instanceof KafkaException) && !takesOneByOne()) {
                takeOneByOne(e, container);
            } else if (!unreadable.handle(e, consumer, container)) {
                goOnOrEnd(e, container);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void goOnOrEnd(Exception e, MessageListenerContainer container) throws InterruptedException {
        String group = String.valueOf(container.getGroupId());
        if (e instanceof UnsupportedVersionException && !isClassic()) {
            log.warn(
                    "Kafka does not know the consumer protocol of KIP-848 (feature group.version, or"
                            + " group.coordinator.rebalance.protocols of the brokers): {} uses the classic one from now"
                            + " on. Set spring.kafka.consumer.properties.group.protocol=classic to begin with it",
                    group);
            consumerProperties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
            container.stopAbnormally(() -> {});
        } else if (e instanceof KafkaException && !(e instanceof RetriableException)) {
            failures.error(e, "The consumer of {} failed and is replaced", group);
            container.stopAbnormally(() -> {});
        } else {
            failures.error(e, "The consumer of {} failed and continues", group);
            Thread.sleep(REST);
        }
    }

    private void takeOneByOne(Exception e, MessageListenerContainer container) {
        failures.error(
                e,
                "The consumer of {} failed and is replaced by one that takes records one by one",
                String.valueOf(container.getGroupId()));
        consumerProperties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        container.stopAbnormally(() -> {});
    }

    private boolean takesOneByOne() {
        return "1".equals(consumerProperties.getProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG));
    }

    private boolean isClassic() {
        return GroupProtocol.CLASSIC
                .name()
                .equals(consumerProperties.getProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    }
}
