package eve.contracts.api.status;

import eve.contracts.api.deadletters.DeadLetterState;
import eve.contracts.api.reading.ReadingDatabase.Reading;
import eve.contracts.schema.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the status of ids from one snapshot of the database. The number of statements does not depend on the
/// number of ids.
@Repository
public class IdStatusReader {

    private static final String ANSWERS = """
            select contract_id, status, version, reason, answered_at
            from unnest(:ids) as asked(id) join last_answer on contract_id = asked.id
            """;

    private static final String DEATHS = """
            select asked.id as contract_id, letter.* from unnest(:ids) as asked(id) cross join lateral (
                select letter.state, reason, died_at, decided_at
                from dead_letter letter left join dead_letter_decision using (id)
                where letter.contract_id = asked.id order by died_at desc, letter.id desc limit 1) letter
            """;

    private static final String WAITS = """
            select asked.id as contract_id, wait.* from unnest(:ids) as asked(id) cross join lateral (
                select tier, partition, log_offset, attempts, due_at, recorded_at from retry_record
                where retry_record.contract_id = asked.id order by recorded_at desc, tier desc limit 20) wait
            """;

    private static final String PUBLICATIONS = """
            select asked.id as contract_id, latest.* from unnest(:ids) as asked(id) cross join lateral (
                select partition, log_offset, topic_id, published_at from pending_id
                where pending_id.contract_id = asked.id order by published_at desc, log_offset desc limit 1) latest
            """;

    private final JdbcClient database;
    private final TransactionTemplate snapshot;
    private final WorkerProgress worker;

    IdStatusReader(@Reading JdbcClient database, @Reading TransactionTemplate snapshot, WorkerProgress worker) {
        this.database = database;
        this.snapshot = snapshot;
        this.worker = worker;
    }

    IdStatus of(long id) {
        return of(List.of(id)).getFirst();
    }

    /// @return one status for each id, in the same order
    /// @throws org.springframework.web.ErrorResponseException 503 when the status depends on the worker's
    ///     progress and Kafka does not return it
    public List<IdStatus> of(Collection<Long> ids) {
        return histories(ids).stream()
                .map(history -> history.status(worker::hasPassed, worker::hasPassed))
                .toList();
    }

    private List<IdHistory> histories(Collection<Long> ids) {
        long[] asked = ids.stream().mapToLong(Long::longValue).toArray();
        return Objects.requireNonNull(snapshot.execute(_ -> {
            var answers = each(ANSWERS, asked, IdStatusReader::answer);
            var deaths = each(DEATHS, asked, IdStatusReader::death);
            var waits = each(WAITS, asked, IdStatusReader::wait);
            var publications = each(PUBLICATIONS, asked, IdStatusReader::publication);
            return ids.stream()
                    .map(id -> new IdHistory(
                            id,
                            first(answers, id),
                            first(deaths, id),
                            waits.getOrDefault(id, List.of()),
                            first(publications, id)))
                    .toList();
        }));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Map<Long, List<T>> each(String sql, long[] ids, Row<T> reader) {
        var found = new HashMap<Long, List<T>>();
        database.sql(sql).param("ids", ids).query(row -> {
            found.computeIfAbsent(row.getLong("contract_id"), _ -> new ArrayList<>())
                    .add(reader.read(row));
        });
        return found;
    }

    private static <T> @Nullable T first(Map<Long, List<T>> found, Long id) {
        var histories = found.get(id);
        return histories == null ? null : histories.getFirst();
    }

    private static IdHistory.Answer answer(ResultSet row) throws SQLException {
        return new IdHistory.Answer(
                IdStatus.Status.valueOf(row.getString("status")),
                row.getObject("version", Long.class),
                row.getString("reason"),
                Columns.instant(row, "answered_at"));
    }

    private static IdHistory.Dead death(ResultSet row) throws SQLException {
        var decided = row.getObject("decided_at", OffsetDateTime.class);
        return new IdHistory.Dead(
                DeadLetterState.valueOf(row.getString("state")),
                row.getString("reason"),
                Columns.instant(row, "died_at"),
                decided == null ? null : decided.toInstant());
    }

    private static IdHistory.Wait wait(ResultSet row) throws SQLException {
        return new IdHistory.Wait(
                row.getInt("tier"),
                row.getInt("partition"),
                row.getLong("log_offset"),
                row.getInt("attempts"),
                Columns.instant(row, "due_at"),
                Columns.instant(row, "recorded_at"));
    }

    private static IdHistory.Publication publication(ResultSet row) throws SQLException {
        return new IdHistory.Publication(
                row.getInt("partition"),
                row.getLong("log_offset"),
                row.getString("topic_id"),
                Columns.instant(row, "published_at"));
    }
}
