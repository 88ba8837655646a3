package eve.contracts.kafka;

import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.UnreadableMessageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Drops large keys, values and headers while records are read, so that one poll has a bounded size in memory:
/// a record of 30 MiB may have been compressed to a few kilobytes, and a poll returns many.
///
/// A key or value larger than the bound is replaced: a value that can be read as an id message by that message
/// in its wire form, any other by no bytes. [#isWhole] returns which records are unchanged; [RecordReader]
/// reads the others when their bytes are needed. Headers have their own bound; the largest of those that exceed
/// it are dropped.
public final class BoundedBytesDeserializer implements Deserializer<byte[]> {

    /// The consumer property for the largest key or value that is kept, in bytes.
    public static final String KEEP = "records.keep.bytes";

    public static final int KEEP_DEFAULT = 256 * 1024;
    private static final int KEEP_OF_HEADERS = 64 * 1024;

    private int keep = KEEP_DEFAULT;
    private boolean isKey;

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        var configured = properties.get(KEEP);
        this.keep = configured == null ? KEEP_DEFAULT : Integer.parseInt(configured.toString());
        this.isKey = isKey;
    }

    /// Returns whether key and value are as on the topic.
    public static boolean isWhole(ConsumerRecord<byte[], byte[]> record) {
        return isWhole(record.key(), record.serializedKeySize())
                && isWhole(record.value(), record.serializedValueSize());
    }

    private static boolean isWhole(byte @Nullable [] bytes, int serialized) {
        return bytes == null || bytes.length >= serialized;
    }

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : bounded(ByteBuffer.wrap(bytes));
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer bytes) {
        takeOut(headers);
        return bytes == null ? null : bounded(bytes);
    }

    private byte[] bounded(ByteBuffer bytes) {
        if (bytes.remaining() <= keep) {
            var kept = new byte[bytes.remaining()];
            bytes.duplicate().get(kept);
            return kept;
        }
        return isKey || !bytes.hasArray() ? new byte[0] : message(bytes);
    }

    private static byte[] message(ByteBuffer bytes) {
        try {
            return ContractIdMessage.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining())
                    .write();
        } catch (UnreadableMessageException _) {
            return new byte[0];
        }
    }

    /// Removes the largest headers. Headers are views of the whole record until they are read.
    private static void takeOut(Headers headers) {
        var sizes = Arrays.stream(headers.toArray())
                .mapToInt(BoundedBytesDeserializer::size)
                .sorted()
                .toArray();
        int most = Integer.MAX_VALUE;
        long sum = 0;
        for (int size : sizes) {
            sum += size;
            if (sum > KEEP_OF_HEADERS) {
                most = size - 1;
                break;
            }
        }
        if (most < Integer.MAX_VALUE) {
            for (var each = headers.iterator(); each.hasNext(); ) {
                if (size(each.next()) > most) {
                    each.remove();
                }
            }
        }
    }

    private static int size(Header header) {
        return header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
}
