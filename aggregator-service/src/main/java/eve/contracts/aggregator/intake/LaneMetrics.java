package eve.contracts.aggregator.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// What there is to see of a lane.
final class LaneMetrics {

    private LaneMetrics() {}

    static void register(Lane lane, KafkaMessageListenerContainer<?, ?> container, String topic, MeterRegistry meters) {
        Gauge.builder("intake.held", lane, Lane::held)
                .description("Ids delivered that wait for their due time or a place in the window")
                .tag("topic", topic)
                .register(meters);
        Gauge.builder("intake.commit.blocked.seconds", lane, Lane::blockedSeconds)
                .description("For how long the id that holds back a partition's commits most has been worked on")
                .tag("topic", topic)
                .register(meters);
        Gauge.builder("intake.overdue.seconds", lane, Lane::overdueSeconds)
                .description("By how much the id that has waited longest is past its due time; negative: none is due")
                .tag("topic", topic)
                .register(meters);
        pausedFor("esi", container::isPauseRequested, topic, meters);
        pausedFor("full", lane::isFull, topic, meters);
    }

    private static void pausedFor(String reason, BooleanSupplier paused, String topic, MeterRegistry meters) {
        Gauge.builder("intake.paused", () -> paused.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while nothing more is taken: ESI is out of reach (esi), or, of some partition, as much as"
                                + " may be is held (full)")
                .tag("topic", topic)
                .tag("reason", reason)
                .register(meters);
    }
}
