package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.deadletters.DeadLetterFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which dead letters a redrive is over: those of the filter, or these ids.
///
/// @param limit of contracts to replay, oldest dead letters first; `null` for no limit
@JsonInclude(JsonInclude.Include.NON_NULL)
record Selection(
        @Nullable DeadLetterFilter filter,
        @Nullable List<String> ids,
        @Nullable Integer limit) {

    private static final String LIMITED = """

                    where verdict.outcome in ('REPLAYED', 'FOLDED') and letter.contract_id in (
                        select contract_id from verdict where outcome = 'REPLAYED' order by died_at, id limit :limit)""";

    /// What the SQL needs.
    Map<String, Object> parameters(int maxReplays) {
        var values = new HashMap<String, Object>();
        restrict(new ArrayList<>(), values);
        if (limit != null) {
            values.put("limit", limit);
        }
        values.put("maxReplays", maxReplays);
        return values;
    }

    /// Three `with` queries, `letter`, `verdict` and `chosen`: the dead letters that match, what would
    /// become of each, and those that the redrive is over.
    String sql() {
        var conditions = new ArrayList<String>();
        restrict(conditions, new HashMap<>());
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return String.format(Locale.ROOT, """
                letter as materialized (
                    select letter.id, letter.contract_id, letter.state, letter.died_at, letter.replay_count, letter.reason
                    from dead_letter letter%s
                ),
                %s,
                chosen as materialized (
                    select letter.id, letter.contract_id, letter.reason, verdict.outcome
                    from letter join verdict using (id)%s
                )""", where, Verdicts.SQL, limit == null ? "" : LIMITED);
    }

    private void restrict(List<String> conditions, Map<String, Object> values) {
        if (filter != null) {
            filter.restrict(conditions, values);
        }
        if (ids != null) {
            conditions.add("letter.id in (:ids)");
            values.put("ids", ids);
        }
    }
}
