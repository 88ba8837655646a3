package eve.contracts.api.redrives;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.model.HeaderNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// Creates the record that replays a dead letter: key, value and headers byte for byte, without the headers of
/// its last run, so that it has all its attempts again. The headers about its first failure stay.
final class ReplayRecord {

    private static final Set<String> OF_THE_LAST_RUN = Set.of(
            HeaderNames.ATTEMPTS,
            HeaderNames.FAILURE_REASON,
            HeaderNames.DUE_AT,
            HeaderNames.REPLAY_COUNT,
            HeaderNames.REDRIVE_ID);

    /// Creates the record from a row of `dead_letter` that has all bytes.
    static ProducerRecord<byte[], byte[]> of(String topic, ResultSet row, long redriveId, long replayCount)
            throws SQLException {
        var names = (byte[][]) row.getArray("header_names").getArray();
        var values = (byte @Nullable [][]) row.getArray("header_values").getArray();
        var headers = new ArrayList<Header>();
        for (int each = 0; each < names.length; each++) {
            headers.add(new RecordHeader(new String(names[each], UTF_8), values[each]));
        }
        return of(topic, row.getBytes("key"), row.getBytes("value"), headers, redriveId, replayCount);
    }

    static ProducerRecord<byte[], byte[]> of(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Iterable<Header> headers,
            long redriveId,
            long replayCount) {
        var record = new ProducerRecord<byte[], byte[]>(topic, key, value);
        headers.forEach(header -> {
            if (!OF_THE_LAST_RUN.contains(header.key())) {
                record.headers().add(header);
            }
        });
        add(record, HeaderNames.REPLAY_COUNT, replayCount);
        add(record, HeaderNames.REDRIVE_ID, redriveId);
        return record;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, long number) {
        record.headers().add(name, Long.toString(number).getBytes(UTF_8));
    }

    private ReplayRecord() {}
}
