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

/// Which dead letters a redrive is over: those of the filter that are open, or these ids.
///
/// @param limit of contracts to replay, oldest dead letters first; `null` for no limit
/// @param includeQuarantined `true` for those of the filter that are quarantined, too; `null` for not
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RedriveSelection")
record Selection(
        @Nullable DeadLetterFilter filter,
        @Nullable List<String> ids,
        @Nullable Integer limit,
        @Nullable Boolean includeQuarantined) {

    /// A dry run looks at no more.
    static final int MOST_OF_A_DRY_RUN = 100_000;

    static final String LETTERS = """
            select letter.id, letter.contract_id, letter.state, letter.died_at, letter.replay_count, letter.reason
            from dead_letter letter where\s""";

    private static final String LIMITED = """

                    where verdict.outcome in ('REPLAYED', 'FOLDED') and letter.contract_id in (
                        select contract_id from verdict where outcome = 'REPLAYED' order by died_at, id limit :limit)""";

    /// What the SQL of a dry run needs.
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

    /// Three `with` queries of a dry run, `letter`, `verdict` and `chosen`: the dead letters that match, what would
    /// become of each, and those that a redrive would be over.
    String sql() {
        return String.format(
                Locale.ROOT, """
                letter as materialized (%s order by letter.died_at, letter.id limit :most),
                %s,
                chosen as materialized (
                    select letter.id, letter.contract_id, letter.reason, verdict.outcome
                    from letter join verdict using (id)%s
                )""", LETTERS + conditions(new HashMap<>()), Verdicts.SQL, limit == null ? "" : LIMITED);
    }

    /// What restricts the rows of `dead_letter letter`.
    ///
    /// @param values gets what the conditions need
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
