package eve.contracts.api.redrives;

import eve.contracts.api.deadletters.DeadLetterRecords;
import eve.contracts.model.Topics;
import eve.contracts.schema.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Sends the decided replays, and marks each after Kafka's acknowledgement. If the process crashes in between,
/// they are sent again, which does no harm: the worker is idempotent.
@Component
class ReplayPublisher {

    private static final Logger log = LoggerFactory.getLogger(ReplayPublisher.class);
    /// The bytes held in memory at a time; a larger dead letter is sent alone.
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    /// Replicas share the work: rows are locked while they are sent. A process that hangs longer than Kafka's
    /// delivery timeout loses its locks.
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '60s'";

    private static final String UNSENT = """
            select replay.redrive_id, replay.contract_id, replay.dead_letter_id,
                coalesce(value_bytes, octet_length(letter.value), 0) + coalesce(key_bytes, octet_length(letter.key), 0)
                    as bytes
            from replay join dead_letter letter on letter.id = replay.dead_letter_id
            where sent_at is null and refused is null
            order by decided_at limit 200
            for update of replay skip locked
            """;

    private static final String RECORDS = """
            select replay.redrive_id, replay.contract_id, replay.replay_count, letter.id, letter.died_at, letter.kept, letter.key,
                letter.value, letter.header_names, letter.header_values
            from replay join dead_letter letter on letter.id = replay.dead_letter_id
            where (replay.redrive_id, replay.contract_id) in (:replays)
            """;

    private static final String SENT = """
            update replay set sent_at = clock_timestamp(), sent_partition = ?, sent_offset = ?
            where redrive_id = ? and contract_id = ?
            """;

    /// Reopens the dead letters that were folded into the refused one.
    private static final String REFUSED = """
            with refused as (
                update replay set refused = :why where redrive_id = :redrive and contract_id = :contract
                returning dead_letter_id
            ),
            changed as (
                update dead_letter letter
                set state = case when letter.id = refused.dead_letter_id then 'QUARANTINED' else 'OPEN' end
                from dead_letter_decision decision, refused
                where letter.contract_id = :contract and decision.id = letter.id and decision.redrive_id = :redrive
                    and decision.state in ('REPLAYED', 'FOLDED')
                returning letter.id, letter.state
            ),
            reopened as (delete from dead_letter_decision using changed
                where dead_letter_decision.id = changed.id and changed.state = 'OPEN')
            update dead_letter_decision set state = 'QUARANTINED', note = left(note || ' / Kafka refuses it: ' || :why, 1000)
            from changed where dead_letter_decision.id = changed.id and changed.state = 'QUARANTINED'
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final DeadLetterRecords records;
    private final String topic;

    ReplayPublisher(
            JdbcTemplate jdbc,
            JdbcClient database,
            PlatformTransactionManager transactions,
            KafkaTemplate<byte[], byte[]> kafka,
            DeadLetterRecords records,
            Topics topics) {
        this.jdbc = jdbc;
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.kafka = kafka;
        this.records = records;
        this.topic = topics.contractIds();
    }

    private record Unsent(long redriveId, long contractId, long bytes) {}

    private interface Letter {
        ProducerRecord<byte[], byte[]> read();
    }

    /// @param letter reads the record to send
    private record Replay(long redriveId, long contractId, Letter letter) {}

    private record Sending(Replay replay, CompletableFuture<SendResult<byte[], byte[]>> acknowledged) {}

    /// @return how many were acknowledged
    int publish() {
        Integer sent = transaction.execute(_ -> {
            database.sql(PATIENCE).update();
            var next = takeNext();
            return next.isEmpty() ? 0 : mark(send(next));
        });
        return sent == null ? 0 : sent;
    }

    private List<Object[]> takeNext() {
        var all = database.sql(UNSENT)
                .query((row, _) ->
                        new Unsent(row.getLong("redrive_id"), row.getLong("contract_id"), row.getLong("bytes")))
                .list();
        var next = new ArrayList<Object[]>();
        long bytes = 0;
        for (var replay : all) {
            bytes += replay.bytes();
            if (!next.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            next.add(new Object[] {replay.redriveId(), replay.contractId()});
        }
        return next;
    }

    /// Stops at the first record that the producer does not accept: the next would block as long and fail too.
    private List<Sending> send(List<Object[]> keys) {
        var replays = database.sql(RECORDS)
                .param("replays", keys)
                .query((row, _) -> replay(row))
                .list();
        var sendings = new ArrayList<Sending>();
        for (var replay : replays) {
            try {
                sendings.add(new Sending(replay, kafka.send(replay.letter().read())));
            } catch (RuntimeException e) {
                sendings.add(new Sending(replay, CompletableFuture.failedFuture(e)));
                if (!isRefused(e)) {
                    break;
                }
            }
        }
        return sendings;
    }

    private Replay replay(ResultSet row) throws SQLException {
        long redriveId = row.getLong("redrive_id");
        long count = row.getLong("replay_count");
        var id = row.getString("id");
        var diedAt = Columns.instant(row, "died_at");
        Letter letter;
        if (row.getBoolean("kept")) {
            var record = ReplayRecord.of(topic, row, redriveId, count);
            letter = () -> record;
        } else {
            letter = () -> {
                var whole = records.read(id, diedAt);
                if (whole == null) {
                    throw new LetterGoneException("The topic of the dead letters no longer holds " + id);
                }
                return ReplayRecord.of(topic, whole.key(), whole.value(), whole.headers(), redriveId, count);
            };
        }
        return new Replay(redriveId, row.getLong("contract_id"), letter);
    }

    /// The topic no longer holds the bytes of a dead letter.
    private static final class LetterGoneException extends RuntimeException {

        LetterGoneException(String message) {
            super(message);
        }
    }

    private int mark(List<Sending> sendings) {
        var sent = new ArrayList<Object[]>();
        Throwable missing = null;
        for (var sending : sendings) {
            var replay = sending.replay();
            try {
                var place = sending.acknowledged().join().getRecordMetadata();
                sent.add(new Object[] {place.partition(), place.offset(), replay.redriveId(), replay.contractId()});
            } catch (CompletionException | CancellationException e) {
                if (isRefused(e)) {
                    refuse(replay, NestedExceptionUtils.getMostSpecificCause(e));
                } else {
                    missing = NestedExceptionUtils.getMostSpecificCause(e);
                }
            }
        }
        if (missing != null) {
            log.warn(
                    "Kafka took {} of {} replays; the others are sent again: {}",
                    sent.size(),
                    sendings.size(),
                    missing);
        }
        jdbc.batchUpdate(SENT, sent);
        return sent.size();
    }

    private void refuse(Replay replay, Throwable why) {
        log.warn("Kafka refuses the replay of contract {}: {}", replay.contractId(), why.toString());
        database.sql(REFUSED)
                .param("redrive", replay.redriveId())
                .param("contract", replay.contractId())
                .param("why", why.getClass().getSimpleName())
                .update();
    }

    private static boolean isRefused(Throwable failure) {
        var cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return cause instanceof RecordTooLargeException || cause instanceof LetterGoneException;
    }
}
