package eve.contracts.api.deadletters;

import eve.contracts.api.projection.ProjectedTopics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Projects `contract-ids-dlt` into the table: one row for each partition and offset, also when a record is
/// delivered again. The topic may be created after this service has started, so the listener uses a pattern.
@Component
class DeadLetterProjection {

    /// An existing row keeps its bytes and its state; the values parsed from the bytes are updated.
    private static final String INSERT = """
            insert into dead_letter as present (id, contract_id, reason, attempts, replay_count, redrive_id, died_at, kept,
                key_bytes, value_bytes, key, value, header_names, header_values, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                coalesce((select state from dead_letter_decision decision where decision.id = ?), 'OPEN'))
            on conflict (id) do update set contract_id = excluded.contract_id, reason = excluded.reason,
                attempts = excluded.attempts, replay_count = excluded.replay_count, redrive_id = excluded.redrive_id
            where (present.contract_id, present.reason, present.attempts, present.replay_count, present.redrive_id)
                is distinct from (excluded.contract_id, excluded.reason, excluded.attempts, excluded.replay_count,
                    excluded.redrive_id)
            """;

    private static final String CAME_BACK = """
            update replay set died_again = letter.id
            from dead_letter letter
            where letter.id in (:ids) and replay.redrive_id = letter.redrive_id
                and replay.contract_id = letter.contract_id and replay.died_again is null
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient database;
    private final ProjectedTopics topics;
    private final ReplacedLetters replaced;
    private final DeadLetterRetention retention;
    private final TransactionTemplate transaction;

    DeadLetterProjection(
            JdbcTemplate jdbc,
            JdbcClient database,
            ProjectedTopics topics,
            ReplacedLetters replaced,
            DeadLetterRetention retention,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.database = database;
        this.topics = topics;
        this.replaced = replaced;
        this.retention = retention;
        this.transaction = new TransactionTemplate(transactions);
    }

    @KafkaListener(
            groupId = "${contracts.projection.group-id:contract-api}-dead-letters",
            topicPattern = "#{T(java.util.regex.Pattern).quote(@topics.deadLetters())}")
    void project(List<ConsumerRecord<byte[], byte[]>> records) {
        var read = records.stream().map(DeadLetterRow::of).toList();
        transaction.executeWithoutResult(_ -> {
            topics.advance(records, (_, earlier) -> replaced.setApart(earlier));
            var deleted = retention.deleted(read.stream().map(DeadLetterRow::id).toList());
            var rows = read.stream().filter(row -> !deleted.contains(row.id())).toList();
            jdbc.batchUpdate(INSERT, rows, rows.size(), DeadLetterProjection::set);
            var replayed = rows.stream()
                    .filter(row -> row.redriveId() != null)
                    .map(DeadLetterRow::id)
                    .toList();
            if (!replayed.isEmpty()) {
                database.sql(CAME_BACK).param("ids", replayed).update();
            }
        });
    }

    private static void set(PreparedStatement statement, DeadLetterRow row) throws SQLException {
        statement.setString(1, row.id());
        setLong(statement, 2, row.contractId());
        statement.setString(3, row.reason());
        statement.setInt(4, row.attempts());
        statement.setInt(5, row.replayCount());
        setLong(statement, 6, row.redriveId());
        statement.setObject(7, row.diedAt().atOffset(ZoneOffset.UTC));
        statement.setBoolean(8, row.kept());
        statement.setObject(9, row.keyBytes(), Types.INTEGER);
        statement.setObject(10, row.valueBytes(), Types.INTEGER);
        statement.setBytes(11, row.key());
        statement.setBytes(12, row.value());
        Connection connection = statement.getConnection();
        statement.setArray(13, connection.createArrayOf("bytea", row.headerNames()));
        statement.setArray(14, connection.createArrayOf("bytea", row.headerValues()));
        statement.setString(15, row.id());
    }

    private static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }
}
