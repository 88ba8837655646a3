package eve.contracts.aggregator.intake;

import eve.contracts.model.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// When a record of a retry tier may be tried again, and for how long it may be held until then.
final class DueTime {

    /// Clocks and timestamps are not exact; also the least time between two looks at a record that is due much later.
    private static final Duration SLACK = Duration.ofSeconds(1);

    private DueTime() {}

    /// Never early: the header says when; without a readable one the tier's delay counts from the record's timestamp.
    static Instant of(ConsumerRecord<byte[], byte[]> record, Duration delay) {
        String dueAt = FailedRecord.text(record.headers(), HeaderNames.DUE_AT);
        try {
            if (dueAt != null) {
                return Instant.parse(dueAt);
            }
        } catch (DateTimeParseException e) {
            // As good as absent.
        }
        return Instant.ofEpochMilli(record.timestamp()).plus(delay);
    }

    /// Its due time, but no longer than its tier's delay, since whatever comes after it in its partition waits too. Who
    /// is due later is sent to the end of the tier then. A header cannot make a record overdue since before it was
    /// written; a timestamp ahead of this clock delays nothing.
    static Instant heldUntil(ConsumerRecord<byte[], byte[]> record, Duration delay, Instant now) {
        Instant due = of(record, delay);
        Instant written = Instant.ofEpochMilli(record.timestamp());
        if (due.isBefore(written)) {
            return due.isAfter(now) ? due : earlier(written, now);
        }
        Instant passed = written.plus(delay);
        return earlier(due, (passed.isAfter(now) ? passed : now).plus(SLACK));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
