package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.logging.SparseLog;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/// Sends records that could not be answered to the retry tiers and the dead letters. Each method returns when the
/// broker has acknowledged the record, however long that takes: what cannot be sent on must not be acknowledged
/// either.
///
/// Retrying fixes every send failure except a record that is too large: a well-compressed record may be larger than the
/// producer or the next topic takes. Such a record becomes a dead letter without its value
/// ([FailedRecord#withoutValue]), whatever tier it was meant for. Cut bytes would look like the record and be none, and
/// to send it for ever would hold back its partition; so it is said what is missing, and where the whole record still
/// stands.
///
/// A large record is not held while it is worked on (see [LargeRecords]): its bytes are read again to be sent on.
@Component
class FailureTopics {

    private static final Logger log = LoggerFactory.getLogger(FailureTopics.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(1);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final LargeRecords large;
    private final RetryRoute route;
    private final Clock clock;
    private final MeterRegistry meters;
    private final SparseLog tooLarge = new SparseLog(log);
    private final SparseLog unsent = new SparseLog(log);

    FailureTopics(
            KafkaTemplate<byte[], byte[]> kafka,
            LargeRecords large,
            RetryRoute route,
            Clock clock,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.large = large;
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
        RetryRoute.Next next = route.afterFailure(FailedRecord.attempts(record), tier, notBefore);
        Instant dueAt = next.delay() == null ? null : clock.instant().plus(next.delay());
        boolean whole = large.withBytes(
                record, bytes -> send(bytes.to(next.topic(), reason, exception.getName(), message, dueAt)));
        if (!whole) {
            buryWithoutValue(record, reason, exception, message);
        }
        count(record, reason, whole && dueAt != null ? "retry" : "dead");
    }

    /// To the dead letters at once.
    void bury(ConsumerRecord<byte[], byte[]> record, FailureReason reason, Class<?> exception, String message)
            throws InterruptedException {
        String topic = route.deadLetter().topic();
        if (!large.withBytes(record, bytes -> send(bytes.to(topic, reason, exception.getName(), message, null)))) {
            buryWithoutValue(record, reason, exception, message);
        }
        count(record, reason, "dead");
    }

    private void buryWithoutValue(
            ConsumerRecord<byte[], byte[]> record, FailureReason reason, Class<?> exception, String message)
            throws InterruptedException {
        tooLarge.warn(
                "A record of {} bytes is larger than may be sent on; its dead letter tells where it stands: {}-{}@{}",
                record.serializedValueSize(),
                record.topic(),
                record.partition(),
                record.offset());
        meters.counter("intake.values.omitted").increment();
        ProducerRecord<byte[], byte[]> described =
                new FailedRecord(record).withoutValue(route.deadLetter().topic(), reason, exception.getName(), message);
        while (!send(described)) {
            // Smaller than whatever the check of the topics lets pass: somebody has changed the topic since.
            Thread.sleep(BROKER_PATIENCE);
        }
    }

    /// To the first retry tier, due at once, no attempt being counted: out of the way of fresh ids.
    ///
    /// @return `false` when the tier does not take a record of that size
    boolean makeWay(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        return sendUntried(record, route.topic(RetryRoute.FRESH), clock.instant(), "intake.lowpriority");
    }

    /// To the same tier, or the first, no attempt being counted: out of the way of those that get on.
    ///
    /// @return `false` when the tier does not take a record of that size
    boolean postpone(ConsumerRecord<byte[], byte[]> record, int tier) throws InterruptedException {
        return sendUntried(record, route.topic(tier), clock.instant().plus(route.delay(tier)), "intake.postponed");
    }

    /// To a tier with that much patience, no attempt being counted; a record that no tier takes is a dead letter.
    void postpone(ConsumerRecord<byte[], byte[]> record, int tier, Duration notBefore, String why)
            throws InterruptedException {
        RetryRoute.Next next = route.postponed(tier, notBefore);
        Instant dueAt = clock.instant().plus(next.delay() == null ? Duration.ZERO : next.delay());
        if (!sendUntried(record, next.topic(), dueAt, "intake.postponed")) {
            buryWithoutValue(record, FailureReason.REGION_UNKNOWN, UnfitAnswerException.class, why);
            count(record, FailureReason.REGION_UNKNOWN, "dead");
        }
    }

    /// Whether the record was held for as long as its tier holds records, and is due only later.
    boolean isEarly(ConsumerRecord<byte[], byte[]> record, int tier) {
        return tier != RetryRoute.FRESH && DueTime.of(record, route.delay(tier)).isAfter(clock.instant());
    }

    /// To the end of the same tier, with the same due time.
    ///
    /// @return `false` when the tier does not take a record of that size
    boolean waitOn(ConsumerRecord<byte[], byte[]> record, int tier) throws InterruptedException {
        return sendUntried(record, route.topic(tier), DueTime.of(record, route.delay(tier)), "intake.waiton");
    }

    private boolean sendUntried(ConsumerRecord<byte[], byte[]> record, String topic, Instant dueAt, String counter)
            throws InterruptedException {
        boolean sent = large.withBytes(record, bytes -> send(bytes.untried(topic, dueAt)));
        if (sent) {
            meters.counter(counter).increment();
        }
        return sent;
    }

    /// @return `false` when the record is refused for its size, which no further attempt would change
    private boolean send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        while (true) {
            try {
                kafka.send(record).get();
                return true;
            } catch (ExecutionException | RuntimeException e) {
                Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
                if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
                    return false;
                }
                unsent.warn("A record could not be sent to {} and is sent again: {}", record.topic(), e.toString());
                Thread.sleep(BROKER_PATIENCE);
            }
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record, FailureReason reason, String to) {
        meters.counter("contracts.failures", "reason", reason.name(), "to", to).increment();
        meters.summary("contracts.attempts", "to", to).record(FailedRecord.attempts(record) + 1);
    }
}
