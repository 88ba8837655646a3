package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.intake.consumer.ParallelListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// Registers the gauges of one listener.
final class ListenerMetrics {

    private ListenerMetrics() {}

    static void register(
            ParallelListener listener,
            KafkaMessageListenerContainer<?, ?> container,
            String topic,
            MeterRegistry meters) {
        Gauge.builder("intake.held", listener, ParallelListener::held)
                .description("Ids delivered that wait for their due time or for a place in the window")
                .tag("topic", topic)
                .register(meters);
        Gauge.builder("intake.commit.blocked.seconds", listener, ParallelListener::blockedSeconds)
                .description("The longest time that an id has held back the commits of its partition")
                .tag("topic", topic)
                .register(meters);
        Gauge.builder("intake.overdue.seconds", listener, ParallelListener::overdueSeconds)
                .description("The longest time that a held id is past its due time; negative: none is due")
                .tag("topic", topic)
                .register(meters);
        pausedFor("esi", container::isPauseRequested, topic, meters);
        pausedFor("full", listener::isFull, topic, meters);
    }

    private static void pausedFor(String reason, BooleanSupplier paused, String topic, MeterRegistry meters) {
        Gauge.builder("intake.paused", () -> paused.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while no more is fetched: calls to ESI are paused (esi), or a partition holds as many ids"
                                + " as it may (full)")
                .tag("topic", topic)
                .tag("reason", reason)
                .register(meters);
    }
}
