package eve.contracts.api.redrives;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.model.HeaderNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Makes the record that a dead letter is replayed as: key, value and headers byte for byte, with what
/// belonged to its last run taken out, so that it has all its attempts again. The headers on its first
/// failure stay.
final class ReplayRecord {

    private static final Set<String> OF_THE_LAST_RUN = Set.of(
            HeaderNames.ATTEMPTS,
            HeaderNames.FAILURE_REASON,
            HeaderNames.DUE_AT,
            HeaderNames.REPLAY_COUNT,
            HeaderNames.REDRIVE_ID);

    static ProducerRecord<byte[], byte[]> of(String topic, ResultSet row) throws SQLException {
        var record = new ProducerRecord<>(topic, row.getBytes("key"), row.getBytes("value"));
        var names = (byte[][]) row.getArray("header_names").getArray();
        var values = (byte @Nullable [][]) row.getArray("header_values").getArray();
        for (int each = 0; each < names.length; each++) {
            var name = new String(names[each], UTF_8);
            if (!OF_THE_LAST_RUN.contains(name)) {
                record.headers().add(name, values[each]);
            }
        }
        add(record, HeaderNames.REPLAY_COUNT, row.getLong("replay_count"));
        add(record, HeaderNames.REDRIVE_ID, row.getLong("redrive_id"));
        return record;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, long number) {
        record.headers().add(name, Long.toString(number).getBytes(UTF_8));
    }

    private ReplayRecord() {}
}
