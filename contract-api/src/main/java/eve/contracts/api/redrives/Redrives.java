package eve.contracts.api.redrives;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Keeps redrives: begins one, tells what one would do, shows and cancels them.
@Repository
class Redrives {

    private static final String BEGIN = """
            insert into redrive (selection, rate_per_second, note, created_by)
            values (cast(:selection as jsonb), :rate, :note, :by) returning id
            """;

    /// What can be decided only later becomes items; the rest is counted at once.
    private static final String SELECT_ITEMS = """
            with %s,
            item as (
                insert into redrive_item (redrive_id, contract_id, dead_letter_id)
                select :redrive, contract_id, id from chosen where outcome not in ('ALREADY_DECIDED', 'UNREADABLE')
            )
            update redrive set dead_letters = counts.dead_letters, contracts = counts.contracts,
                already_decided = counts.already_decided, unreadable = counts.unreadable
            from (select count(*) as dead_letters,
                    count(distinct contract_id) filter (where outcome not in ('ALREADY_DECIDED', 'UNREADABLE'))
                        as contracts,
                    count(*) filter (where outcome = 'ALREADY_DECIDED') as already_decided,
                    count(*) filter (where outcome = 'UNREADABLE') as unreadable
                from chosen) counts
            where redrive.id = :redrive
            """;

    private static final String CANCEL = """
            with cancelled as (
                update redrive set state = 'CANCELLED', ended_at = now(), ended_by = :by, end_reason = :reason
                where id = :redrive and state = 'RUNNING'
                returning id
            )
            delete from redrive_item using cancelled where redrive_item.redrive_id = cancelled.id
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final int maxReplays;

    Redrives(
            JdbcClient database,
            PlatformTransactionManager transactions,
            JsonMapper json,
            RedriveProperties properties) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
        this.maxReplays = properties.maxReplays();
    }

    DryRun dryRun(Selection selection, int rate) {
        var reasons = new TreeMap<String, Map<Outcome, Long>>();
        var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
        for (var outcome : Outcome.values()) {
            outcomes.put(outcome, 0L);
        }
        database.sql("with " + selection.sql()
                        + " select reason, outcome, count(*) as letters from chosen group by reason, outcome")
                .params(selection.parameters(maxReplays))
                .query(row -> {
                    var outcome = Outcome.valueOf(row.getString("outcome"));
                    long letters = row.getLong("letters");
                    reasons.computeIfAbsent(row.getString("reason"), _ -> new EnumMap<>(Outcome.class))
                            .put(outcome, letters);
                    outcomes.merge(outcome, letters, Long::sum);
                });
        long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        long replays = outcomes.getOrDefault(Outcome.REPLAYED, 0L);
        return new DryRun(true, all, outcomes, reasons, Math.ceilDiv(replays, rate));
    }

    /// The dead letters that match now are the redrive's; later ones are not.
    Redrive begin(Selection selection, int rate, String note, String by) {
        return transaction.execute(_ -> {
            long id = database.sql(BEGIN)
                    .param("selection", json.writeValueAsString(selection))
                    .param("rate", rate)
                    .param("note", note)
                    .param("by", by)
                    .query(Long.class)
                    .single();
            database.sql(String.format(Locale.ROOT, SELECT_ITEMS, selection.sql()))
                    .params(selection.parameters(maxReplays))
                    .param("redrive", id)
                    .update();
            return find(id).orElseThrow();
        });
    }

    /// The ids among these that no dead letter has.
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

    /// What was decided stays decided, and is sent; nothing more is.
    void cancel(long id, String by, String reason) {
        database.sql(CANCEL)
                .param("redrive", id)
                .param("by", by)
                .param("reason", reason)
                .update();
    }
}
