package eve.contracts.aggregator.intake.retry;

import eve.contracts.kafka.TextHeaders;
import eve.contracts.model.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// When a record of a retry tier may be tried again, and how long it may be held until then.
public final class DueTime {

    /// Allows for inexact clocks and timestamps. It is also the least time between two looks at a record that
    /// is due much later.
    private static final Duration SLACK = Duration.ofSeconds(1);

    private DueTime() {}

    /// The instant in the record's header; without a readable one, the record's timestamp plus the tier's
    /// delay.
    static Instant of(ConsumerRecord<byte[], byte[]> record, Duration delay) {
        String dueAt = TextHeaders.text(record.headers(), HeaderNames.DUE_AT);
        try {
            if (dueAt != null) {
                return Instant.parse(dueAt);
            }
        } catch (DateTimeParseException e) {
            // Not written by this project; the timestamp decides.
        }
        return Instant.ofEpochMilli(record.timestamp()).plus(delay);
    }

    /// The due time, but at most the tier's delay from now: a held record holds back its partition. A record
    /// that is still not due then goes to the end of its tier. A due time before the record was written counts
    /// as the time of writing, and a timestamp ahead of this clock delays nothing.
    public static Instant heldUntil(ConsumerRecord<byte[], byte[]> record, Duration delay, Instant now) {
        var due = of(record, delay);
        var written = Instant.ofEpochMilli(record.timestamp());
        if (due.isBefore(written)) {
            return due.isAfter(now) ? due : earlier(written, now);
        }
        var passed = written.plus(delay);
        return earlier(due, (passed.isAfter(now) ? passed : now).plus(SLACK));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
