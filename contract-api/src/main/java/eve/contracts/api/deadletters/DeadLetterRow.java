package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.projection.RecordHeaders;
import eve.contracts.kafka.BoundedBytesDeserializer;
import eve.contracts.model.HeaderNames;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// The row of one record of the dead letter topic: its bytes, and the values parsed from them.
///
/// @param kept whether key and value are in the row; otherwise they are too large, and only on the topic
/// @param keyBytes the length of the key on the topic, `null` without a key; the same for `valueBytes`
record DeadLetterRow(
        String id,
        @Nullable Long contractId,
        String reason,
        int attempts,
        int replayCount,
        @Nullable Long redriveId,
        Instant diedAt,
        boolean kept,
        @Nullable Integer keyBytes,
        @Nullable Integer valueBytes,
        byte @Nullable [] key,
        byte @Nullable [] value,
        byte[][] headerNames,
        byte @Nullable [][] headerValues) {

    static DeadLetterRow of(ConsumerRecord<byte[], byte[]> record) {
        var headers = record.headers().toArray();
        var names = new byte[headers.length][];
        var values = new byte @Nullable [headers.length][];
        for (int each = 0; each < headers.length; each++) {
            Header header = headers[each];
            names[each] = header.key().getBytes(UTF_8);
            values[each] = header.value();
        }
        var read = new RecordHeaders(record);
        boolean kept = BoundedBytesDeserializer.isWhole(record);
        return new DeadLetterRow(
                record.partition() + "-" + record.offset(),
                read.contractId(),
                DeadLetterReason.of(read.text(HeaderNames.FAILURE_REASON)),
                read.attempts(),
                read.replayCount(),
                read.redriveId(),
                read.recordedAt(),
                kept,
                length(record.serializedKeySize()),
                length(record.serializedValueSize()),
                whole(record.key(), record.serializedKeySize()),
                whole(record.value(), record.serializedValueSize()),
                names,
                values);
    }

    private static @Nullable Integer length(int serialized) {
        return serialized < 0 ? null : serialized;
    }

    private static byte @Nullable [] whole(byte @Nullable [] read, int serialized) {
        return read != null && read.length == serialized ? read : null;
    }
}
