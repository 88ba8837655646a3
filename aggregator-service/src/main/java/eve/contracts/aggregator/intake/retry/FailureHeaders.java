package eve.contracts.aggregator.intake.retry;

import eve.contracts.kafka.TextHeaders;
import eve.contracts.model.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Builds the record that is sent on for a failed record: the same key and value, byte for byte, its own
/// headers, and headers that describe the failure. Those of the first failure are kept whatever happens later.
public final class FailureHeaders {

    private static final int MAX_MESSAGE = 500;
    /// The limit for headers that are not ours; headers beyond it are dropped.
    private static final int MAX_HEADER_BYTES = 16_384;
    /// The limit for one of our headers; a longer one was not written here.
    private static final int MAX_OWN_HEADER = 4_096;
    private static final int MAX_KEY_WITHOUT_VALUE = 1_024;
    /// Our headers are few and short, and are always kept.
    private static final Set<String> OURS = Set.of(
            HeaderNames.ORIGINAL_TOPIC,
            HeaderNames.ORIGINAL_PARTITION,
            HeaderNames.ORIGINAL_OFFSET,
            HeaderNames.ORIGINAL_TIMESTAMP,
            HeaderNames.EXCEPTION_FQCN,
            HeaderNames.EXCEPTION_MESSAGE,
            HeaderNames.ATTEMPTS,
            HeaderNames.FAILURE_REASON,
            HeaderNames.DUE_AT,
            HeaderNames.REPLAY_COUNT,
            HeaderNames.REDRIVE_ID,
            HeaderNames.PRIORITY,
            HeaderNames.VALUE_OMITTED);

    private final ConsumerRecord<byte[], byte[]> failed;

    public FailureHeaders(ConsumerRecord<byte[], byte[]> failed) {
        this.failed = failed;
    }

    /// How often the record has failed before.
    public static int attempts(ConsumerRecord<byte[], byte[]> record) {
        return TextHeaders.count(record.headers(), HeaderNames.ATTEMPTS);
    }

    /// Whether the record is a replay or part of a bulk load; new ids come before it.
    public static boolean isLowPriority(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(HeaderNames.REPLAY_COUNT) != null
                || "low".equals(TextHeaders.text(record.headers(), HeaderNames.PRIORITY));
    }

    /// Returns the record for another topic when it has not failed.
    ProducerRecord<byte[], byte[]> untried(String topic, Instant dueAt) {
        ProducerRecord<byte[], byte[]> record = copy(topic);
        describeOrigin(record.headers());
        set(record.headers(), HeaderNames.DUE_AT, dueAt.toString());
        return record;
    }

    /// @param dueAt `null` for a dead letter
    public ProducerRecord<byte[], byte[]> to(String topic, Failure failure, @Nullable Instant dueAt) {
        ProducerRecord<byte[], byte[]> record = copy(topic);
        describe(record.headers(), failure, dueAt);
        return record;
    }

    /// The dead letter of a record that is too large to be sent on: no value, no headers but ours, and a key
    /// only if it is short. It names the size of the value and the place where the record first was; the topic
    /// there keeps the whole record until its retention ends.
    ProducerRecord<byte[], byte[]> withoutValue(String topic, Failure failure) {
        byte[] key = failed.key();
        var record = new ProducerRecord<byte[], byte[]>(topic, null, key == null || keyIsLong(key) ? null : key, null);
        for (String name : OURS) {
            Header header = failed.headers().lastHeader(name);
            if (header != null && isOurs(header)) {
                record.headers().add(header);
            }
        }
        describe(record.headers(), failure, null);
        set(record.headers(), HeaderNames.VALUE_OMITTED, Integer.toString(Math.max(0, failed.serializedValueSize())));
        return record;
    }

    /// Also when the key is so long that it was not kept in memory.
    private boolean keyIsLong(byte[] key) {
        return Math.max(key.length, failed.serializedKeySize()) > MAX_KEY_WITHOUT_VALUE;
    }

    private void describe(Headers headers, Failure failure, @Nullable Instant dueAt) {
        describeOrigin(headers);
        if (headers.lastHeader(HeaderNames.EXCEPTION_MESSAGE) == null) {
            describeFirstFailure(headers, failure);
        }
        set(headers, HeaderNames.ATTEMPTS, Integer.toString(attempts(failed) + 1));
        set(headers, HeaderNames.FAILURE_REASON, failure.reason().name());
        headers.remove(HeaderNames.DUE_AT);
        if (dueAt != null) {
            set(headers, HeaderNames.DUE_AT, dueAt.toString());
        }
    }

    private static boolean isOurs(Header header) {
        return OURS.contains(header.key()) && (header.value() == null || header.value().length <= MAX_OWN_HEADER);
    }

    private ProducerRecord<byte[], byte[]> copy(String topic) {
        var record = new ProducerRecord<>(topic, null, failed.key(), failed.value());
        int bytes = 0;
        for (Header header : failed.headers()) {
            boolean ours = isOurs(header);
            bytes += ours ? 0 : header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (ours || bytes <= MAX_HEADER_BYTES) {
                record.headers().add(header);
            }
        }
        return record;
    }

    private void describeOrigin(Headers headers) {
        if (headers.lastHeader(HeaderNames.ORIGINAL_TOPIC) != null) {
            return;
        }
        set(headers, HeaderNames.ORIGINAL_TOPIC, failed.topic());
        set(headers, HeaderNames.ORIGINAL_PARTITION, ByteBuffer.allocate(4).putInt(failed.partition()));
        set(headers, HeaderNames.ORIGINAL_OFFSET, ByteBuffer.allocate(8).putLong(failed.offset()));
        set(headers, HeaderNames.ORIGINAL_TIMESTAMP, ByteBuffer.allocate(8).putLong(failed.timestamp()));
    }

    private static void describeFirstFailure(Headers headers, Failure failure) {
        if (failure.thrown() != null) {
            set(headers, HeaderNames.EXCEPTION_FQCN, failure.thrown().getName());
        }
        String message = failure.message();
        set(
                headers,
                HeaderNames.EXCEPTION_MESSAGE,
                message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void set(Headers headers, String name, ByteBuffer value) {
        headers.remove(name).add(name, value.array());
    }
}
