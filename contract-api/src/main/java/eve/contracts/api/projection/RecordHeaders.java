package eve.contracts.api.projection;

import eve.contracts.kafka.TextHeaders;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.UnreadableMessageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads the headers of a failed record. Any client can write to a topic, so a header that does not have the
/// expected form counts as absent.
public record RecordHeaders(ConsumerRecord<byte[], byte[]> record) {

    private static final Pattern ID = Pattern.compile("\\d{1,18}");
    /// The last millisecond of the year 9999: databases and JSON need not support later times.
    private static final long LATEST = 253_402_300_799_999L;

    /// Returns the contract id, or `null` where the value cannot be parsed as an id.
    public @Nullable Long contractId() {
        try {
            return ContractIdMessage.read(record.value()).contractId();
        } catch (UnreadableMessageException | RuntimeException _) {
            return null;
        }
    }

    public int attempts() {
        return TextHeaders.count(record.headers(), HeaderNames.ATTEMPTS);
    }

    public int replayCount() {
        return TextHeaders.count(record.headers(), HeaderNames.REPLAY_COUNT);
    }

    public @Nullable Long redriveId() {
        var text = text(HeaderNames.REDRIVE_ID);
        return text != null && ID.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    public Instant recordedAt() {
        return Instant.ofEpochMilli(Math.clamp(record.timestamp(), 0, LATEST));
    }

    /// Returns when the record is due; the time of the record where the header is absent.
    public Instant dueAt() {
        var text = text(HeaderNames.DUE_AT);
        try {
            var due = text == null ? recordedAt() : Instant.parse(text);
            return Instant.ofEpochMilli(Math.clamp(due.toEpochMilli(), 0, LATEST));
        } catch (DateTimeException | ArithmeticException _) {
            return recordedAt();
        }
    }

    public @Nullable String text(String name) {
        return TextHeaders.text(record.headers(), name);
    }
}
