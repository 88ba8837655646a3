package eve.contracts.api.contracts.search;

import eve.contracts.api.contracts.ContractPage;
import eve.contracts.api.contracts.ContractRows;
import eve.contracts.api.contracts.ContractSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads one part of a page: follows an [IndexScan], checks each contract, and stops when the page is full or
/// [IndexScan#SCAN_LIMIT] entries were read. So its cost is bounded for every search and any number of
/// contracts.
final class SearchQuery {

    /// The maximum number of parts that one page is read in, for searches that few contracts match.
    private static final int PIECES = 10;

    private static final String CONTRACT =
            " cross join lateral (select * from contract where contract_id = entry.contract_id offset 0) as contract";

    private final ContractSearch search;
    private final Instant now;
    private final JdbcClient database;
    private final Map<String, Object> values = new HashMap<>();

    /// @param resume whether this row is not part of the page: the scan stopped there, and the next page
    ///     continues after it
    private record Found(ContractSummary contract, String key, boolean resume) {}

    /// @param now the time that decides which contracts are open
    SearchQuery(ContractSearch search, Instant now, JdbcClient database) {
        this.search = search;
        this.now = now;
        this.database = database;
        SearchRanges.put(search.filters(), now, values);
        values.put("page", search.limit() + 1);
        if (search.cursor() != null) {
            values.put("key", search.cursor().keyParameter(search.sort().field()));
            values.put("lastId", search.cursor().lastId());
        }
    }

    /// Returns a full page, or the contracts that [#PIECES] parts contain.
    static ContractPage page(ContractSearch search, Instant now, JdbcClient database) {
        var contracts = new ArrayList<ContractSummary>();
        var piece = search;
        for (int pieces = 1; ; pieces++) {
            var found = new SearchQuery(piece, now, database).page();
            contracts.addAll(found.contracts());
            if (found.nextCursor() == null || contracts.size() == search.limit() || pieces == PIECES) {
                return new ContractPage(List.copyOf(contracts), found.nextCursor());
            }
            piece = ContractSearch.of(
                    search.filters(), search.sort(), found.nextCursor(), search.limit() - contracts.size());
        }
    }

    ContractPage page() {
        var found = database.sql(statement())
                .params(values)
                .query((row, _) -> new Found(
                        ContractRows.summary(row, now), search.sort().field().key(row), row.getBoolean("resume")))
                .list();
        boolean more = found.size() > search.limit();
        boolean resume = !found.isEmpty() && found.getLast().resume();
        var contracts = found.subList(0, found.size() - (more || resume ? 1 : 0)).stream()
                .map(Found::contract)
                .toList();
        if (!more && !resume) {
            return new ContractPage(contracts, null);
        }
        var last = resume ? found.getLast() : found.get(search.limit() - 1);
        return new ContractPage(
                contracts,
                search.cursorAfter(last.key(), last.contract().header().contractId())
                        .text());
    }

    /// Returns the statement that reads the part, and adds its parameters to [#values].
    String statement() {
        var plan = SearchPlan.choose(search, database, values);
        return plan.scan().inOrder() ? inOrder(plan) : whole(plan);
    }

    Map<String, Object> values() {
        return values;
    }

    private String inOrder(SearchPlan plan) {
        var entries = plan.scan().entries();
        var direction = search.sort().direction();
        return "with page as materialized (select contract.*, entry.sort_key from (" + entries + ") as entry" + CONTRACT
                + where(plan.conditions()) + " order by sort_key" + direction + ", entry.contract_id" + direction
                + " limit :page) select page.*, false as resume from page union all select contract.*, entry.sort_key,"
                + " true from (select * from (" + entries + ") as scan offset " + (IndexScan.SCAN_LIMIT - 1)
                + ") as entry" + CONTRACT + " where (select count(*) from page) < :page order by resume, sort_key"
                + direction + ", contract_id" + direction;
    }

    private String whole(SearchPlan plan) {
        var sort = search.sort();
        var all = new ArrayList<>(plan.conditions());
        if (search.cursor() != null) {
            all.add(sort.after(plan.key(), "contract.contract_id"));
        }
        return "select contract.*, " + plan.key() + " as sort_key, false as resume from ("
                + plan.scan().entries() + ") as entry" + CONTRACT + where(all) + " order by sort_key" + sort.direction()
                + ", contract.contract_id" + sort.direction() + " limit :page";
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
