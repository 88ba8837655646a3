package eve.contracts.aggregator.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What there is to see of a lane.
final class LaneMetrics {

    private LaneMetrics() {}

    static void register(Lane lane, String topic, MeterRegistry meters) {
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
        Gauge.builder("intake.paused", lane, each -> each.isPaused() ? 1 : 0)
                .description("1 while nothing more is taken from the topic: ESI is out of reach, or much is held")
                .tag("topic", topic)
                .register(meters);
    }
}
