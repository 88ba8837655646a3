package eve.contracts.api.projection;

import eve.contracts.kafka.EndedContainers;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Restarts the projections' listeners that stopped by themselves.
@Component
class ListenerRestart {

    private final EndedContainers ended;

    ListenerRestart(MeterRegistry meters) {
        this.ended = new EndedContainers(meters);
    }

    @EventListener
    void note(ConsumerStoppedEvent stopped) {
        ended.note(stopped);
    }

    @Scheduled(fixedRate = 10, timeUnit = TimeUnit.SECONDS)
    void startAgain() {
        ended.startAgain();
    }

    @EventListener(ContextClosedEvent.class)
    void forget() {
        ended.forget();
    }
}
