package eve.contracts.api.redrives;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Decides the next dead letters of a redrive, and writes their replays in the same transaction.
///
/// The transaction locks the redrive's row: replicas take turns, and a replica that crashes leaves nothing half
/// done. The next step is due when the rate allows it, for any replica.
@Component
class RedriveStep {

    private static final int MOST_CONTRACTS = 200;

    private static final String NEXT = """
            select redrive.*, %s
            from redrive where state = 'RUNNING' and next_at <= now() order by next_at limit 1
            for update of redrive skip locked
            """.formatted(RedriveRows.REPLAYS);

    /// Locks the dead letters first, so that a decision of another redrive since then is seen.
    private static final String DECIDE = String.format(Locale.ROOT, """
            with batch as (
                select distinct contract_id from redrive_item where redrive_id = :redrive
                order by contract_id limit :contracts
            ),
            item as (
                delete from redrive_item using batch
                where redrive_id = :redrive and redrive_item.contract_id = batch.contract_id
                returning dead_letter_id
            ),
            letter as materialized (
                select id, contract_id, state, died_at, replay_count from dead_letter
                where id = any (array(select dead_letter_id from item)) order by id for update
            ),
            %s,
            decided as (select * from verdict where outcome <> 'ALREADY_DECIDED'),
            decision as (
                insert into dead_letter_decision (id, state, decided_by, note, redrive_id)
                select decided.id, outcome, created_by, note, :redrive
                from decided, redrive where redrive.id = :redrive
                on conflict (id) do update set state = excluded.state, decided_at = excluded.decided_at,
                    decided_by = excluded.decided_by, note = excluded.note, redrive_id = excluded.redrive_id
            ),
            changed as (
                update dead_letter set state = outcome from decided where dead_letter.id = decided.id
            ),
            replays as (
                insert into replay (redrive_id, contract_id, dead_letter_id, replay_count)
                select :redrive, contract_id, id, replay_count + 1 from decided where outcome = 'REPLAYED'
            )
            select outcome, count(*) as letters from verdict group by outcome
            union all select 'CONTRACTS', count(*) from batch
            """, ReplayDecisionSql.SQL);

    /// A late step catches up at most the replays of a quarter of a second.
    private static final String GO_ON = String.format(
            Locale.ROOT,
            """
            update redrive set contracts_done = contracts_done + :contracts, %s,
                next_at = greatest(next_at, now() - interval '250 milliseconds') + :replays * interval '1 second' / rate_per_second
            where id = :redrive
            """,
            Stream.of(ReplayDecision.values())
                    .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                    .map(column -> column + " = " + column + " + :" + column)
                    .collect(Collectors.joining(", ")));

    private static final String WAIT =
            "update redrive set next_at = now() + interval '200 milliseconds' where id = :redrive";

    private static final String END = """
            with ended as (
                update redrive set state = :state, end_reason = :reason, ended_at = case :state when 'SENT' then null else now() end
                where id = :redrive returning id
            )
            delete from redrive_item using ended where redrive_item.redrive_id = ended.id
            """;

    private static final String PASS_CANARY = "update redrive set canary_passed = true where id = :redrive";

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final LetterSelection selection;
    private final RedriveProperties properties;

    RedriveStep(
            JdbcClient database,
            PlatformTransactionManager transactions,
            LetterSelection selection,
            RedriveProperties properties) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.selection = selection;
        this.properties = properties;
    }

    /// @param canary replays whose outcomes are awaited first; 0 when there is no canary to wait for
    private record Due(
            long id,
            int rate,
            boolean selecting,
            long canary,
            Redrive.Replays replays,
            long unsettled,
            long diedUnsettled) {

        static Due of(ResultSet row, int number) throws SQLException {
            return new Due(
                    row.getLong("id"),
                    row.getInt("rate_per_second"),
                    row.getBoolean("selecting"),
                    row.getBoolean("canary_passed") ? 0 : row.getLong("canary"),
                    RedriveRows.replays(row),
                    row.getLong("unsettled"),
                    row.getLong("died_unsettled"));
        }

        boolean isSettled() {
            return replays.unsent() == 0 && unsettled == 0;
        }

        /// Counts replays that can never be sent as bad, like those that died.
        long bad() {
            return replays.died() - diedUnsettled + replays.refused();
        }

        long ended() {
            return bad() + replays.answered();
        }

        boolean isCanarySent() {
            return canary > 0 && replays.decided() >= canary;
        }

        /// Returns how many contracts this step may decide: those of about 200 ms at the rate, fewer while
        /// Kafka has not acknowledged earlier replays, and at most the rest of the canary until it has passed.
        long room() {
            long room = Math.min(Math.clamp(rate / 5, 1, MOST_CONTRACTS), Math.max(rate, 1) - replays.unsent());
            return canary > 0 ? Math.min(room, canary - replays.decided()) : room;
        }
    }

    /// @return whether any redrive was due
    boolean take() {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var due = database.sql(NEXT).query(Due::of).optional();
            due.ifPresent(this::goOn);
            return due.isPresent();
        }));
    }

    private void goOn(Due due) {
        if (due.selecting()) {
            selection.selectMore(due.id());
            return;
        }
        var tooMany = tooManyDead(due);
        if (tooMany != null) {
            end(due.id(), Redrive.State.HALTED, tooMany);
        } else if (due.isCanarySent() && due.isSettled()) {
            database.sql(PASS_CANARY).param("redrive", due.id()).update();
        } else if (due.room() <= 0 || !decide(due)) {
            if (due.isCanarySent() || due.replays().unsent() > 0) {
                database.sql(WAIT).param("redrive", due.id()).update();
            } else {
                boolean answered = due.isSettled();
                end(due.id(), answered ? Redrive.State.DONE : Redrive.State.SENT, null);
            }
        }
    }

    /// Checks the share of bad replays among those that the worker has processed. Replays that it has not
    /// reached, or that wait for a retry, do not count.
    ///
    /// @return the reason to halt, or `null` when there are not too many
    private @Nullable String tooManyDead(Due due) {
        long bad = due.bad();
        long ended = due.ended();
        boolean enough = ended >= properties.haltMinimum() || due.isCanarySent() && due.isSettled();
        if (!enough || bad == 0 || bad < properties.haltShare() * ended) {
            return null;
        }
        return bad + " of " + ended + " decided replays came back dead"
                + (due.replays().refused() > 0 ? " or were refused" : "");
    }

    /// @return whether there was anything left to decide
    private boolean decide(Due due) {
        var counts = database
                .sql(DECIDE)
                .param("redrive", due.id())
                .param("contracts", due.room())
                .param("maxReplays", properties.maxReplays())
                .query((row, _) -> Map.entry(row.getString("outcome"), row.getLong("letters")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long contracts = counts.getOrDefault("CONTRACTS", 0L);
        if (contracts == 0) {
            return false;
        }
        var letters = new EnumMap<ReplayDecision, Long>(ReplayDecision.class);
        var statement = database.sql(GO_ON).param("redrive", due.id()).param("contracts", contracts);
        for (var outcome : ReplayDecision.values()) {
            letters.put(outcome, counts.getOrDefault(outcome.name(), 0L));
            statement = statement.param(outcome.name().toLowerCase(Locale.ROOT), letters.get(outcome));
        }
        statement.param("replays", letters.get(ReplayDecision.REPLAYED)).update();
        return true;
    }

    private void end(long id, Redrive.State state, @Nullable String reason) {
        database.sql(END)
                .param("redrive", id)
                .param("state", state.name())
                .param("reason", reason)
                .update();
    }
}
