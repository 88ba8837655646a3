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
        Instant since = Instant.ofEpochMilli(record.timestamp());
        String dueAt = FailedRecord.text(record.headers(), HeaderNames.DUE_AT);
        try {
            if (dueAt != null) {
                Instant due = Instant.parse(dueAt);
                return due.isAfter(since) ? due : since;
            }
        } catch (DateTimeParseException e) {
            // As good as absent.
        }
        return since.plus(delay);
    }

    /// Its due time, but no longer than its tier's delay, since whatever comes after it in its partition waits too. Who
    /// is due later is sent to the end of the tier then.
    static Instant heldUntil(ConsumerRecord<byte[], byte[]> record, Duration delay, Instant now) {
        Instant due = of(record, delay);
        Instant passed = Instant.ofEpochMilli(record.timestamp()).plus(delay);
        Instant most = (passed.isAfter(now) ? passed : now).plus(SLACK);
        return due.isAfter(most) ? most : due;
    }
}
