package eve.contracts.aggregator.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// What there is to see of a lane.
final class LaneMetrics {

    private LaneMetrics() {}

    /// @param esiIsClosed whether calls to ESI may not go out now
    static void register(
            Lane lane,
            KafkaMessageListenerContainer<?, ?> container,
            BooleanSupplier esiIsClosed,
            String topic,
            MeterRegistry meters) {
        Gauge.builder("intake.held", lane, Lane::held)
                .description("Ids delivered that wait for their due time or a place in the window")
                .tag("topic", topic)
                .register(meters);
        Gauge.builder("intake.depth", () -> lag(container) + lane.held())
                .description("Ids that wait in this replica's partitions of the topic, delivered or not")
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
        pausedFor("esi", () -> container.isPauseRequested() && esiIsClosed.getAsBoolean(), topic, meters);
        pausedFor("full", () -> container.isPauseRequested() && !esiIsClosed.getAsBoolean(), topic, meters);
    }

    private static void pausedFor(String reason, BooleanSupplier paused, String topic, MeterRegistry meters) {
        Gauge.builder("intake.paused", () -> paused.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while nothing more is taken: ESI is out of reach (esi), or as much as may be is held (full)")
                .tag("topic", topic)
                .tag("reason", reason)
                .register(meters);
    }

    private static double lag(KafkaMessageListenerContainer<?, ?> container) {
        return container.metrics().values().stream()
                .flatMap(consumer -> consumer.entrySet().stream())
                .filter(metric -> metric.getKey().name().equals("records-lag")
                        && metric.getValue().metricValue() instanceof Double value
                        && !value.isNaN())
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }
}
