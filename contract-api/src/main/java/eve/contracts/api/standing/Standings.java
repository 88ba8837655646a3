package eve.contracts.api.standing;

import eve.contracts.api.contracts.ReadingDatabase.Reading;
import eve.contracts.api.deadletters.DeadLetterState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the traces of an id from one snapshot of the database.
@Repository
class Standings {

    private static final String ANSWER =
            "select status, version, reason, answered_at from last_answer where contract_id = :id";

    private static final String DEAD = """
            select letter.state, reason, died_at, decided_at
            from dead_letter letter left join dead_letter_decision using (id)
            where contract_id = :id order by died_at desc, letter.id desc limit 1
            """;

    private static final String WAITS = """
            select tier, partition, log_offset, attempts, due_at, recorded_at from retry_record
            where contract_id = :id order by recorded_at desc, tier desc limit 20
            """;

    private final JdbcClient database;
    private final TransactionTemplate snapshot;
    private final WorkerProgress worker;

    Standings(@Reading JdbcClient database, @Reading TransactionTemplate snapshot, WorkerProgress worker) {
        this.database = database;
        this.snapshot = snapshot;
        this.worker = worker;
    }

    Standing of(long id) {
        var traces = Objects.requireNonNull(snapshot.execute(_ -> new Traces(
                id,
                database.sql(ANSWER)
                        .param("id", id)
                        .query((row, _) -> new Traces.Answer(
                                Standing.Status.valueOf(row.getString("status")),
                                row.getObject("version", Long.class),
                                row.getString("reason"),
                                time(row, "answered_at")))
                        .optional()
                        .orElse(null),
                database.sql(DEAD)
                        .param("id", id)
                        .query((row, _) -> new Traces.Dead(
                                DeadLetterState.valueOf(row.getString("state")),
                                row.getString("reason"),
                                time(row, "died_at"),
                                decided(row)))
                        .optional()
                        .orElse(null),
                database.sql(WAITS)
                        .param("id", id)
                        .query((row, _) -> new Traces.Wait(
                                row.getInt("tier"),
                                row.getInt("partition"),
                                row.getLong("log_offset"),
                                row.getInt("attempts"),
                                time(row, "due_at"),
                                time(row, "recorded_at")))
                        .list())));
        return traces.standing(worker::hasPassed);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant decided(ResultSet row) throws SQLException {
        var at = row.getObject("decided_at", OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
