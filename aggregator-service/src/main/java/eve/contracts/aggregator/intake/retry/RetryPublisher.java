package eve.contracts.aggregator.intake.retry;

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

/// Sends failed records to the retry tiers and to the dead letters. Each method returns after the broker has
/// acknowledged the record, however long that takes: a record that is not sent must not be acknowledged.
///
/// Retrying fixes every send failure except a record that is too large: a well-compressed record may be larger
/// than the producer or the next topic accepts. Such a record becomes a dead letter without its value
/// ([FailureHeaders#withoutValue]), whichever topic it was meant for. The dead letter says what is missing and
/// where the whole record is. Part of the value would look like a record and be none, and sending it for ever
/// would hold back the partition.
///
/// The value of a large record is not kept in memory while it is worked on (see [LargeRecords]); it is read
/// again here.
@Component
public class RetryPublisher {

    private static final Logger log = LoggerFactory.getLogger(RetryPublisher.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final LargeRecords large;
    private final RetryRoute route;
    private final Clock clock;
    private final MeterRegistry meters;
    private final SparseLog tooLarge = new SparseLog(log);
    private final SparseLog unsent = new SparseLog(log);

    public RetryPublisher(
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

    /// Sends the record to the next retry tier, or to the dead letters when it has no attempts left.
    ///
    /// @param notBefore the least time to wait, where ESI named one
    public void retry(
            ConsumerRecord<byte[], byte[]> record, Source source, @Nullable Duration notBefore, Failure failure)
            throws InterruptedException {
        var next = route.afterFailure(FailureHeaders.attempts(record), source, notBefore);
        var dueAt = next.delay() == null ? null : clock.instant().plus(next.delay());
        boolean whole = large.withBytes(record, bytes -> send(bytes.to(next.topic(), failure, dueAt)));
        if (!whole) {
            deadLetterWithoutValue(record, failure);
        }
        count(record, failure.reason(), whole && dueAt != null ? "retry" : "dead");
    }

    /// Sends the record to the dead letters at once.
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, Failure failure) throws InterruptedException {
        var topic = route.deadLetter().topic();
        if (!large.withBytes(record, bytes -> send(bytes.to(topic, failure, null)))) {
            deadLetterWithoutValue(record, failure);
        }
        count(record, failure.reason(), "dead");
    }

    private void deadLetterWithoutValue(ConsumerRecord<byte[], byte[]> record, Failure failure)
            throws InterruptedException {
        tooLarge.warn(
                "A record of {} bytes is too large to be sent; its dead letter says where the record is: {}-{}@{}",
                record.serializedValueSize(),
                record.topic(),
                record.partition(),
                record.offset());
        meters.counter("intake.values.omitted").increment();
        var described =
                new FailureHeaders(record).withoutValue(route.deadLetter().topic(), failure);
        while (!send(described)) {
            // Smaller than any limit that the check of the topics accepts: the topic was changed after the
            // start.
            Thread.sleep(RETRY_PAUSE);
        }
    }

    /// Sends the record to the first retry tier, due at once, without counting an attempt: new ids come before
    /// records of low priority.
    ///
    /// @return `false` when the tier does not accept a record of this size
    public boolean demote(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        return sendUntried(record, route.topic(Source.CONTRACT_IDS), clock.instant(), "intake.lowpriority");
    }

    /// Sends the record to the same tier, or the first, without counting an attempt, so that it does not hold
    /// back other records.
    ///
    /// @return `false` when the tier does not accept a record of this size
    public boolean postpone(ConsumerRecord<byte[], byte[]> record, Source source) throws InterruptedException {
        return sendUntried(record, route.topic(source), clock.instant().plus(route.delay(source)), "intake.postponed");
    }

    /// Sends the record to a tier that waits for that long, without counting an attempt. A record that no tier
    /// accepts becomes a dead letter.
    public void postpone(ConsumerRecord<byte[], byte[]> record, Source source, Duration notBefore, String why)
            throws InterruptedException {
        var next = route.postponed(source, notBefore);
        var dueAt = clock.instant().plus(next.delay() == null ? Duration.ZERO : next.delay());
        if (!sendUntried(record, next.topic(), dueAt, "intake.postponed")) {
            deadLetterWithoutValue(record, new Failure(FailureReason.REGION_UNKNOWN, null, why));
            count(record, FailureReason.REGION_UNKNOWN, "dead");
        }
    }

    /// Whether the record was held for its tier's delay and is due only later.
    public boolean isEarly(ConsumerRecord<byte[], byte[]> record, Source source) {
        return source instanceof Source.RetryTier
                && DueTime.of(record, route.delay(source)).isAfter(clock.instant());
    }

    /// Sends the record to the end of the same tier, with the same due time.
    ///
    /// @return `false` when the tier does not accept a record of this size
    public boolean requeue(ConsumerRecord<byte[], byte[]> record, Source source) throws InterruptedException {
        return sendUntried(record, route.topic(source), DueTime.of(record, route.delay(source)), "intake.waiton");
    }

    private boolean sendUntried(ConsumerRecord<byte[], byte[]> record, String topic, Instant dueAt, String counter)
            throws InterruptedException {
        boolean sent = large.withBytes(record, bytes -> send(bytes.untried(topic, dueAt)));
        if (sent) {
            meters.counter(counter).increment();
        }
        return sent;
    }

    /// @return `false` when the broker or the producer rejects the record for its size, which a retry cannot
    ///     change
    private boolean send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        while (true) {
            try {
                kafka.send(record).get();
                return true;
            } catch (ExecutionException | RuntimeException e) {
                var cause = NestedExceptionUtils.getMostSpecificCause(e);
                if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
                    return false;
                }
                unsent.warn("A record could not be sent to {} and is sent again: {}", record.topic(), e.toString());
                Thread.sleep(RETRY_PAUSE);
            }
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record, FailureReason reason, String to) {
        meters.counter("contracts.failures", "reason", reason.name(), "to", to).increment();
        meters.summary("contracts.attempts", "to", to).record(FailureHeaders.attempts(record) + 1);
    }
}
