package eve.contracts.aggregator.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// The metrics of the relay and of the outbox.
@Component
class OutboxMeters {

    private final Counter sent;
    private final Counter notSent;
    private final Counter parked;
    private final Timer latency;
    private final AtomicInteger leasesHeld = new AtomicInteger();

    OutboxMeters(MeterRegistry meters, OutboxBacklog backlog) {
        this.sent = counter(meters, "outbox.sent", "Events that Kafka acknowledged");
        this.notSent =
                counter(meters, "outbox.failed", "Events that Kafka did not acknowledge and that are sent again");
        this.parked = counter(meters, "outbox.parked", "Events that Kafka will never take");
        this.latency = Timer.builder("outbox.latency")
                .description("From the commit of an event to Kafka's acknowledgement")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(meters);
        Gauge.builder("outbox.leases.held", leasesHeld, AtomicInteger::get)
                .description("Buckets that this replica relays")
                .register(meters);
        Gauge.builder("outbox.records", backlog, OutboxBacklog::pending)
                .description("Events in the outbox, all replicas'")
                .tag("state", "pending")
                .register(meters);
        Gauge.builder("outbox.records", backlog, OutboxBacklog::parked)
                .description("Events in the outbox, all replicas'")
                .tag("state", "parked")
                .register(meters);
        Gauge.builder("outbox.oldest.pending.age", backlog, OutboxBacklog::oldestSeconds)
                .description("Since the oldest pending event was written")
                .baseUnit("seconds")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void sent(List<OutboxEvent> events) {
        sent.increment(events.size());
        long now = System.nanoTime();
        events.forEach(event -> latency.record(now - event.committedNanos(), TimeUnit.NANOSECONDS));
    }

    void notSent(int events) {
        notSent.increment(events);
    }

    void parked() {
        parked.increment();
    }

    void leasesHeld(int buckets) {
        leasesHeld.set(buckets);
    }
}
