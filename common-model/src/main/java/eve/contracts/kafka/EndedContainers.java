package eve.contracts.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Listener containers that ended without being asked to, and start again with a new consumer.
///
/// One ends when Kafka refuses its login or a right, when its error handler stops it, and by an [Error]. To poll
/// on, as `authExceptionRetryInterval` does, would not help: a consumer of KIP-848 that was refused its group never
/// asks for it again. And `restartAfterAuthExceptions` starts at once, over and over.
///
/// Safe for threads.
public final class EndedContainers {

    private static final Logger log = LoggerFactory.getLogger(EndedContainers.class);

    private final MeterRegistry meters;
    private final Set<MessageListenerContainer> ended = ConcurrentHashMap.newKeySet();

    /// @param meters counts in `listener.restarts`, by group
    public EndedContainers(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Notes a container whose consumer is closed, unless it was stopped.
    public void note(ConsumerStoppedEvent stopped) {
        if (stopped.getReason() != Reason.NORMAL) {
            ended.add(stopped.getContainer(MessageListenerContainer.class));
        }
    }

    /// Starts all that ended; what cannot start yet is tried at the next call.
    public synchronized void startAgain() {
        for (MessageListenerContainer container : List.copyOf(ended)) {
            ended.remove(container);
            String group = String.valueOf(container.getGroupId());
            log.warn("The listener of {} ended by itself and is started again", group);
            meters.counter("listener.restarts", "group", group).increment();
            try {
                container.start();
            } catch (RuntimeException e) {
                log.warn("The listener of {} cannot start yet", group, e);
                // A concurrent container counts as running although it has no consumer.
                container.stop();
                ended.add(container);
            }
        }
    }

    /// Leaves all that ended as they are; a start that is under way is through when this returns.
    public synchronized void forget() {
        ended.clear();
    }
}
