package eve.contracts.api.deadletters;

import eve.contracts.api.paging.OpaqueCursor;
import eve.contracts.api.reading.ReadingDatabase.Reading;
import eve.contracts.schema.Columns;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads the dead letters, and discards them.
@Repository
class DeadLetters {

    private static final String ENTRY = "letter.id, letter.contract_id, letter.state, letter.reason, letter.attempts,"
            + " letter.replay_count, letter.redrive_id, letter.died_at, coalesce(letter.value_bytes, octet_length(letter.value)) as value_bytes";

    /// The maximum number of bytes that is shown of a key or value.
    private static final int SHOWN = 64 * 1024;

    private static final String COUNTS = """
            select state, reason, count(*) as all_ages,
                count(*) filter (where died_at > now() - interval '1 hour') as hour,
                count(*) filter (where died_at > now() - interval '1 day') as day,
                count(*) filter (where died_at > now() - interval '7 days') as week
            from dead_letter group by state, reason order by state, reason
            """;

    private static final String DISCARD = """
            with discarded as (
                update dead_letter set state = 'DISCARDED'
                where id = :id and state in ('OPEN', 'QUARANTINED')
                returning id
            )
            insert into dead_letter_decision (id, state, decided_by, note)
            select id, 'DISCARDED', :by, :note from discarded
            on conflict (id) do update set state = excluded.state, decided_at = excluded.decided_at,
                decided_by = excluded.decided_by, note = excluded.note, redrive_id = null
            """;

    private final JdbcClient database;
    private final JdbcClient reading;

    DeadLetters(JdbcClient database, @Reading JdbcClient reading) {
        this.database = database;
        this.reading = reading;
    }

    /// @param cursor the position after which the page begins; `null` for the first page
    DeadLetterPage page(DeadLetterFilter filter, @Nullable DeadLetterState state, @Nullable String cursor, int limit) {
        long list = OpaqueCursor.list("dead-letters", filter, state);
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        filter.restrict(conditions, values);
        if (state != null) {
            conditions.add("letter.state = :state");
            values.put("state", state.name());
        }
        if (cursor != null) {
            var after = DeadLetterCursor.parse(cursor, list);
            conditions.add("(letter.died_at, letter.id) < (:cursorTime, :cursorId)");
            values.put("cursorTime", after.diedAt().atOffset(ZoneOffset.UTC));
            values.put("cursorId", after.id());
        }
        values.put("limit", limit + 1);
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        var found = reading.sql("select " + ENTRY + " from dead_letter letter" + where
                        + " order by letter.died_at desc, letter.id desc limit :limit")
                .params(values)
                .query((row, _) -> entry(row))
                .list();
        if (found.size() <= limit) {
            return new DeadLetterPage(found, null);
        }
        var last = found.get(limit - 1);
        return new DeadLetterPage(found.subList(0, limit), new DeadLetterCursor(last.diedAt(), last.id()).text(list));
    }

    Optional<DeadLetterDetail> find(String id) {
        return find(reading, id);
    }

    /// Reads from the primary database, because a read replica may not have the latest decision yet.
    Optional<DeadLetterDetail> findDecided(String id) {
        return find(database, id);
    }

    private static Optional<DeadLetterDetail> find(JdbcClient from, String id) {
        return from.sql("select " + ENTRY
                        + ", substring(letter.key from 1 for :shown) as key, coalesce(letter.key_bytes, octet_length(letter.key)) as key_bytes,"
                        + " substring(letter.value from 1 for :shown) as value, letter.header_names, letter.header_values,"
                        + " decision.state as decided, decision.decided_at, decision.decided_by, decision.note, decision.redrive_id as decided_in"
                        + " from dead_letter letter left join dead_letter_decision decision using (id)"
                        + " where letter.id = :id")
                .param("id", id)
                .param("shown", SHOWN)
                .query((row, _) -> new DeadLetterDetail(
                        entry(row),
                        DeadLetterDetail.Bytes.of(row.getBytes("key"), row.getObject("key_bytes", Integer.class)),
                        DeadLetterDetail.Bytes.of(row.getBytes("value"), row.getObject("value_bytes", Integer.class)),
                        headers(row.getArray("header_names"), row.getArray("header_values")),
                        decision(row),
                        List.of()))
                .optional()
                .map(letter -> letter.withHistory(history(from, id)));
    }

    private static List<DeadLetterDetail.Decision> history(JdbcClient from, String id) {
        return from.sql("select state as decided, decided_at, decided_by, note, redrive_id as decided_in"
                        + " from dead_letter_history where id = :id order by number desc limit :most")
                .param("id", id)
                .param("most", DeadLetterDetail.MOST_DECISIONS)
                .query((row, _) -> decided(row))
                .list()
                .reversed();
    }

    /// @return the value, or `null` where only the topic holds it
    byte @Nullable [] value(String id) {
        return reading.sql("select value from dead_letter where id = :id")
                .param("id", id)
                .query((row, _) -> Optional.ofNullable(row.getBytes("value")))
                .single()
                .orElse(null);
    }

    DeadLetterCounts counts() {
        var reasons = reading.sql(COUNTS)
                .query((row, _) -> {
                    long hour = row.getLong("hour");
                    long day = row.getLong("day");
                    long week = row.getLong("week");
                    long all = row.getLong("all_ages");
                    return new DeadLetterCounts.Reason(
                            DeadLetterState.valueOf(row.getString("state")),
                            row.getString("reason"),
                            all,
                            hour,
                            day - hour,
                            week - day,
                            all - week);
                })
                .list();
        var states = new EnumMap<DeadLetterState, Long>(DeadLetterState.class);
        for (var state : DeadLetterState.values()) {
            states.put(
                    state,
                    reasons.stream()
                            .filter(reason -> reason.state() == state)
                            .mapToLong(DeadLetterCounts.Reason::deadLetters)
                            .sum());
        }
        return new DeadLetterCounts(
                states.values().stream().mapToLong(Long::longValue).sum(), states, reasons);
    }

    /// @return whether it was open or quarantined; otherwise nothing changed
    boolean discard(String id, String by, String note) {
        return database.sql(DISCARD)
                        .param("id", id)
                        .param("by", by)
                        .param("note", note)
                        .update()
                > 0;
    }

    private static DeadLetterPage.Entry entry(ResultSet row) throws SQLException {
        return new DeadLetterPage.Entry(
                row.getString("id"),
                row.getObject("contract_id", Long.class),
                DeadLetterState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("attempts"),
                row.getInt("replay_count"),
                row.getObject("redrive_id", Long.class),
                Columns.instant(row, "died_at"),
                row.getObject("value_bytes", Integer.class));
    }

    private static List<DeadLetterDetail.Header> headers(Array names, Array values) throws SQLException {
        var name = (byte[][]) names.getArray();
        var value = (byte @Nullable [][]) values.getArray();
        var headers = new ArrayList<DeadLetterDetail.Header>();
        for (int each = 0; each < name.length; each++) {
            headers.add(DeadLetterDetail.Header.of(name[each], value[each]));
        }
        return headers;
    }

    private static DeadLetterDetail.@Nullable Decision decision(ResultSet row) throws SQLException {
        return row.getObject("decided_at") == null ? null : decided(row);
    }

    private static DeadLetterDetail.Decision decided(ResultSet row) throws SQLException {
        return new DeadLetterDetail.Decision(
                DeadLetterState.valueOf(row.getString("decided")),
                Columns.instant(row, "decided_at"),
                row.getString("decided_by"),
                row.getString("note"),
                row.getObject("decided_in", Long.class));
    }
}
