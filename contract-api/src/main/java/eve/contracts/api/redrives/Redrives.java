package eve.contracts.api.redrives;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Begins, reads and cancels redrives, and runs dry runs.
@Repository
class Redrives {

    private static final String BEGIN = """
            insert into redrive (selection, rate_per_second, canary, note, created_by)
            values (cast(:selection as jsonb), :rate, :canary, :note, :by) returning id
            """;

    private static final String CANCEL = """
            with cancelled as (
                update redrive set state = 'CANCELLED', ended_at = now(), ended_by = :by, end_reason = :reason
                where id = :redrive and state in ('RUNNING', 'SENT')
                returning id
            )
            delete from redrive_item using cancelled where redrive_item.redrive_id = cancelled.id
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final LetterSelection letters;
    private final JsonMapper json;
    private final int maxReplays;

    Redrives(
            JdbcClient database,
            PlatformTransactionManager transactions,
            LetterSelection letters,
            JsonMapper json,
            RedriveProperties properties) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.letters = letters;
        this.json = json;
        this.maxReplays = properties.maxReplays();
    }

    DryRun dryRun(Selection selection, int rate) {
        var reasons = new TreeMap<String, Map<ReplayDecision, Long>>();
        var outcomes = new EnumMap<ReplayDecision, Long>(ReplayDecision.class);
        for (var outcome : ReplayDecision.values()) {
            outcomes.put(outcome, 0L);
        }
        database.sql("with " + selection.sql()
                        + " select reason, outcome, count(*) as letters from chosen group by reason, outcome")
                .params(selection.parameters(maxReplays))
                .query(row -> {
                    var outcome = ReplayDecision.valueOf(row.getString("outcome"));
                    long letters = row.getLong("letters");
                    reasons.computeIfAbsent(row.getString("reason"), _ -> new EnumMap<>(ReplayDecision.class))
                            .put(outcome, letters);
                    outcomes.merge(outcome, letters, Long::sum);
                });
        long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        long replays = outcomes.getOrDefault(ReplayDecision.REPLAYED, 0L);
        return new DryRun(
                true,
                all,
                outcomes,
                reasons,
                Math.ceilDiv(replays, rate),
                all == Selection.MOST_OF_A_DRY_RUN ? true : null);
    }

    /// Begins a redrive of the dead letters that match now. If there are many, only the first are selected
    /// here, and the others while it runs.
    Redrive begin(Selection selection, int rate, @Nullable Integer canary, String note, String by) {
        return transaction.execute(_ -> {
            long id = database.sql(BEGIN)
                    .param("selection", json.writeValueAsString(selection))
                    .param("rate", rate)
                    .param("canary", canary)
                    .param("note", note)
                    .param("by", by)
                    .query(Long.class)
                    .single();
            letters.selectMore(id);
            return find(id).orElseThrow();
        });
    }

    /// Returns the ids that no dead letter has.
    List<String> unknown(List<String> ids) {
        var known = database.sql("select id from dead_letter where id in (:ids)")
                .param("ids", ids)
                .query(String.class)
                .set();
        return ids.stream().filter(id -> !known.contains(id)).toList();
    }

    Optional<Redrive> find(long id) {
        return database.sql(RedriveRows.SELECT + " where redrive.id = :id")
                .param("id", id)
                .query(RedriveRows::redrive)
                .optional();
    }

    List<Redrive> before(long id, int limit) {
        return database.sql(RedriveRows.SELECT + " where redrive.id < :id order by redrive.id desc limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query(RedriveRows::redrive)
                .list();
    }

    /// Cancels a redrive. Decided replays are still sent; no further dead letters are decided.
    void cancel(long id, String by, String reason) {
        database.sql(CANCEL)
                .param("redrive", id)
                .param("by", by)
                .param("reason", reason)
                .update();
    }
}
