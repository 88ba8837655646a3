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

/// Starts listener containers that ended by themselves again, with a new consumer.
///
/// A container ends when Kafka rejects its login or a permission, when its error handler stops it, and on an
/// [Error]. Polling further, as with `authExceptionRetryInterval`, would not help: a consumer of KIP-848 whose
/// group request was rejected never repeats it. And `restartAfterAuthExceptions` restarts at once, again and
/// again.
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

    /// Starts all containers that ended; one that cannot start yet is tried at the next call.
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

    /// Forgets all containers that ended; waits for a start in progress.
    public synchronized void forget() {
        ended.clear();
    }
}
