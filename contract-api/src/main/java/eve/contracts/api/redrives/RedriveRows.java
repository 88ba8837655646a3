package eve.contracts.api.redrives;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads rows of `redrive`.
final class RedriveRows {

    /// The counts of replays of each redrive; the column `replayed` counts all of them.
    static final String REPLAYS = """
            (select count(*) from replay where redrive_id = redrive.id and sent_at is null and refused is null) as unsent,
                (select count(*) from replay where redrive_id = redrive.id and refused is not null) as refused,
                (select count(*) from replay where redrive_id = redrive.id and died_again is not null) as died,
                (select count(*) from replay where redrive_id = redrive.id and sent_at is not null and settled_at is null)
                    as unsettled,
                (select count(*) from replay where redrive_id = redrive.id and sent_at is not null and settled_at is null
                    and died_again is not null) as died_unsettled""";

    static final String SELECT = "select redrive.*, redrive.selection::text as selection_text, now() as read_at, "
            + REPLAYS + " from redrive ";

    static Redrive redrive(ResultSet row, int number) throws SQLException {
        var state = Redrive.State.valueOf(row.getString("state"));
        var outcomes = outcomes(row);
        long deadLetters = row.getLong("dead_letters");
        long decided = outcomes.values().stream().mapToLong(Long::longValue).sum();
        long contracts = row.getLong("contracts");
        long done = row.getLong("contracts_done");
        int rate = row.getInt("rate_per_second");
        var eta = state == Redrive.State.RUNNING ? Duration.ofSeconds(Math.ceilDiv(contracts - done, rate)) : null;
        return new Redrive(
                row.getLong("id"),
                state,
                JsonMapper.shared().readValue(row.getString("selection_text"), Selection.class),
                rate,
                row.getObject("canary", Integer.class),
                row.getString("note"),
                row.getString("created_by"),
                time(row, "created_at").toInstant(),
                deadLetters,
                outcomes,
                deadLetters - decided,
                replays(row),
                contracts == 0 ? 1 : Math.floor(1000.0 * done / contracts) / 1000,
                eta == null ? null : eta.toSeconds(),
                eta == null ? null : time(row, "read_at").toInstant().plus(eta),
                instant(row.getObject("ended_at", OffsetDateTime.class)),
                row.getString("ended_by"),
                row.getString("end_reason"));
    }

    static Redrive.Replays replays(ResultSet row) throws SQLException {
        long unsent = row.getLong("unsent");
        long refused = row.getLong("refused");
        long died = row.getLong("died");
        long sent = row.getLong("replayed") - unsent - refused;
        long answered = sent - row.getLong("unsettled") - died + row.getLong("died_unsettled");
        return new Redrive.Replays(sent, unsent, answered, died, refused);
    }

    private static Map<ReplayDecision, Long> outcomes(ResultSet row) throws SQLException {
        var outcomes = new EnumMap<ReplayDecision, Long>(ReplayDecision.class);
        for (var outcome : ReplayDecision.values()) {
            outcomes.put(outcome, row.getLong(outcome.name()));
        }
        return outcomes;
    }

    private static OffsetDateTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private RedriveRows() {}
}
