package eve.contracts.aggregator.intake;

import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/// Sends records that could not be answered to the retry tiers and the dead letters. Each method returns when the
/// broker has acknowledged the record, however long that takes: what cannot be sent on must not be acknowledged
/// either.
@Component
class FailureTopics {

    private static final Logger log = LoggerFactory.getLogger(FailureTopics.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(1);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final RetryRoute route;
    private final Clock clock;
    private final MeterRegistry meters;

    FailureTopics(KafkaTemplate<byte[], byte[]> kafka, RetryRoute route, Clock clock, MeterRegistry meters) {
        this.kafka = kafka;
        this.route = route;
        this.clock = clock;
        this.meters = meters;
    }

    /// @param notBefore the least time to wait, where ESI named one
    void retry(
            ConsumerRecord<byte[], byte[]> record,
            int tier,
            @Nullable Duration notBefore,
            FailureReason reason,
            Class<?> exception,
            String message)
            throws InterruptedException {
        RetryRoute.Next next = route.afterFailure(tier, notBefore);
        Instant dueAt = next.delay() == null ? null : clock.instant().plus(next.delay());
        send(new FailedRecord(record).to(next.topic(), reason, exception.getName(), message, dueAt));
        count(record, reason, dueAt == null ? "dead" : "retry");
    }

    /// To the dead letters at once.
    void bury(ConsumerRecord<byte[], byte[]> record, FailureReason reason, Class<?> exception, String message)
            throws InterruptedException {
        RetryRoute.Next next = route.deadLetter();
        send(new FailedRecord(record).to(next.topic(), reason, exception.getName(), message, null));
        count(record, reason, "dead");
    }

    /// To the first retry tier, due at once, no attempt being counted: out of the way of fresh ids.
    void makeWay(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        send(new FailedRecord(record)
                .untried(route.afterFailure(RetryRoute.FRESH, null).topic(), clock.instant()));
        meters.counter("intake.lowpriority").increment();
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        while (true) {
            try {
                kafka.send(record).get();
                return;
            } catch (ExecutionException | RuntimeException e) {
                log.warn("A record could not be sent to {} and is sent again: {}", record.topic(), e.toString());
                Thread.sleep(BROKER_PATIENCE);
            }
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record, FailureReason reason, String to) {
        meters.counter("contracts.failures", "reason", reason.name(), "to", to).increment();
        meters.summary("contracts.attempts", "to", to).record(FailedRecord.attempts(record) + 1);
    }
}
