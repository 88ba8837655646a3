package eve.contracts.api.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.UnreadableMessageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a failed record says of itself. Anybody can write to a topic: what is not of the expected form is
/// as good as absent.
public record RecordHeaders(ConsumerRecord<byte[], byte[]> record) {

    private static final Pattern COUNT = Pattern.compile("\\d{1,6}");
    private static final Pattern ID = Pattern.compile("\\d{1,18}");
    /// The last millisecond of the year 9999: no database or JSON has to bear more.
    private static final long LATEST = 253_402_300_799_999L;

    /// The contract, or `null` where the value is not readable as an id.
    public @Nullable Long contractId() {
        try {
            return ContractIdMessage.read(record.value()).contractId();
        } catch (UnreadableMessageException | RuntimeException _) {
            return null;
        }
    }

    public int attempts() {
        return count(HeaderNames.ATTEMPTS);
    }

    public int replayCount() {
        return count(HeaderNames.REPLAY_COUNT);
    }

    public @Nullable Long redriveId() {
        var text = text(HeaderNames.REDRIVE_ID);
        return text != null && ID.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    public Instant recordedAt() {
        return Instant.ofEpochMilli(Math.clamp(record.timestamp(), 0, LATEST));
    }

    /// When the record's turn comes; at once where it does not say.
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
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private int count(String name) {
        var text = text(name);
        return text != null && COUNT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
}
