package eve.contracts.api.redrives;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Selects the dead letters of a redrive, oldest first and a bounded number at a time, so that a redrive of any
/// size begins at once.
@Component
class LetterSelection {

    private static final int PIECE = 5_000;
    /// A redrive that is limited to few contracts needs to read only few dead letters.
    private static final int LEAST_PIECE = 500;

    private static final String SO_FAR = """
            select selection::text as selection, selected_to_time, selected_to_id, contracts from redrive where id = :redrive
            """;

    /// Inserts as items the dead letters that are decided later; the others are decided here and only counted.
    private static final String ALL = """
            with letter as materialized (%s),
            judged as (
                select id, contract_id, case
                    when state not in ('OPEN', 'QUARANTINED') then 'ALREADY_DECIDED'
                    when contract_id is null then 'UNREADABLE' end as outcome
                from letter
            ),
            item as (
                insert into redrive_item (redrive_id, contract_id, dead_letter_id)
                select :redrive, contract_id, id from judged where outcome is null
                on conflict do nothing
            )
            update redrive set %s,
                dead_letters = redrive.dead_letters + counts.dead_letters,
                already_decided = redrive.already_decided + counts.already_decided,
                unreadable = redrive.unreadable + counts.unreadable,
                contracts = redrive.contracts + counts.contracts,
                selecting = counts.dead_letters = :piece
            from (select count(*) as dead_letters,
                    count(*) filter (where outcome = 'ALREADY_DECIDED') as already_decided,
                    count(*) filter (where outcome = 'UNREADABLE') as unreadable,
                    count(distinct contract_id) filter (where outcome is null and not exists (
                        select from redrive_item earlier where earlier.redrive_id = :redrive
                            and earlier.contract_id = judged.contract_id)) as contracts
                from judged) counts
            where redrive.id = :redrive
            """;

    /// Selects all matching dead letters of the contracts whose oldest dead letter would be replayed.
    private static final String LIMITED = """
            with letter as materialized (%s),
            %s,
            chosen as materialized (
                select contract_id from verdict where outcome = 'REPLAYED' and not exists (
                    select from redrive_item earlier where earlier.redrive_id = :redrive
                        and earlier.contract_id = verdict.contract_id)
                order by died_at, id limit :limit
            ),
            item as (
                insert into redrive_item (redrive_id, contract_id, dead_letter_id)
                select :redrive, contract_id, id from dead_letter letter
                where contract_id in (select contract_id from chosen) and %s
                on conflict do nothing
                returning contract_id
            )
            update redrive set %s,
                dead_letters = redrive.dead_letters + (select count(*) from item),
                contracts = redrive.contracts + (select count(*) from chosen),
                selecting = (select count(*) from letter) = :piece and (select count(*) from chosen) < :limit
            where redrive.id = :redrive
            """;

    private static final String ADVANCE = """
            selected_to_time = coalesce((select max(died_at) from letter), selected_to_time),
                selected_to_id = coalesce((select id from letter order by died_at desc, id desc limit 1), selected_to_id)""";

    private final JdbcClient database;
    private final JsonMapper json;
    private final int maxReplays;

    LetterSelection(JdbcClient database, JsonMapper json, RedriveProperties properties) {
        this.database = database;
        this.json = json;
        this.maxReplays = properties.maxReplays();
    }

    private record SoFar(Selection selection, OffsetDateTime time, String id, int contracts) {}

    /// Selects the next dead letters; called within the transaction that has locked the redrive.
    void selectMore(long redrive) {
        var soFar = database.sql(SO_FAR)
                .param("redrive", redrive)
                .query((row, _) -> new SoFar(
                        json.readValue(row.getString("selection"), Selection.class),
                        row.getObject("selected_to_time", OffsetDateTime.class),
                        row.getString("selected_to_id"),
                        row.getInt("contracts")))
                .single();
        var selection = soFar.selection();
        var values = new HashMap<String, Object>();
        var conditions = selection.conditions(values) + " and letter.redrive_id is distinct from :redrive";
        values.put("redrive", redrive);
        values.put("piece", selection.limit() == null ? PIECE : Math.clamp(4L * selection.limit(), LEAST_PIECE, PIECE));
        values.put("time", soFar.time());
        values.put("id", soFar.id());
        var next = Selection.LETTERS + conditions + " and (letter.died_at, letter.id) > (:time, :id)"
                + " order by letter.died_at, letter.id limit :piece";
        if (selection.limit() == null) {
            database.sql(String.format(Locale.ROOT, ALL, next, ADVANCE))
                    .params(values)
                    .update();
        } else {
            values.put("limit", selection.limit() - soFar.contracts());
            values.put("maxReplays", maxReplays);
            database.sql(String.format(Locale.ROOT, LIMITED, next, ReplayDecisionSql.SQL, conditions, ADVANCE))
                    .params(values)
                    .update();
        }
    }
}
