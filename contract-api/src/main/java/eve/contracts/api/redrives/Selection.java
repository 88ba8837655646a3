package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.deadletters.DeadLetterFilter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The dead letters of a redrive: the open ones that match the filter, or those with these ids.
///
/// @param limit the maximum number of contracts to replay, oldest dead letters first; `null` for no limit
/// @param includeQuarantined `true` to select also the quarantined dead letters that match the filter; `null`
///     for open ones only
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RedriveSelection")
record Selection(
        @Nullable DeadLetterFilter filter,
        @Nullable List<String> ids,
        @Nullable Integer limit,
        @Nullable Boolean includeQuarantined) {

    /// The maximum number of dead letters that a dry run reads.
    static final int MOST_OF_A_DRY_RUN = 100_000;

    static final String LETTERS = """
            select letter.id, letter.contract_id, letter.state, letter.died_at, letter.replay_count, letter.reason
            from dead_letter letter where\s""";

    private static final String LIMITED = """

                    where verdict.outcome in ('REPLAYED', 'FOLDED') and letter.contract_id in (
                        select contract_id from verdict where outcome = 'REPLAYED' order by died_at, id limit :limit)""";

    /// Returns the SQL parameters of a dry run.
    Map<String, Object> parameters(int maxReplays) {
        var values = new HashMap<String, Object>();
        conditions(values);
        if (limit != null) {
            values.put("limit", limit);
        }
        values.put("most", MOST_OF_A_DRY_RUN);
        values.put("maxReplays", maxReplays);
        return values;
    }

    /// Returns the three `with` queries of a dry run: `letter`, the dead letters that match; `verdict`, the
    /// outcome of each; and `chosen`, those that the redrive would select.
    String sql() {
        return String.format(
                Locale.ROOT,
                """
                letter as materialized (%s order by letter.died_at, letter.id limit :most),
                %s,
                chosen as materialized (
                    select letter.id, letter.contract_id, letter.reason, verdict.outcome
                    from letter join verdict using (id)%s
                )""",
                LETTERS + conditions(new HashMap<>()),
                ReplayDecisionSql.SQL,
                limit == null ? "" : LIMITED);
    }

    /// Returns the conditions on the rows of `dead_letter letter`.
    ///
    /// @param values the SQL parameters; this method adds those of the conditions
    String conditions(Map<String, Object> values) {
        var conditions = new ArrayList<String>();
        if (filter != null) {
            conditions.add(
                    Boolean.TRUE.equals(includeQuarantined)
                            ? "letter.state in ('OPEN', 'QUARANTINED')"
                            : "letter.state = 'OPEN'");
            filter.restrict(conditions, values);
        }
        if (ids != null) {
            conditions.add("letter.id in (:ids)");
            values.put("ids", ids);
        }
        return String.join(" and ", conditions);
    }
}
