package eve.contracts.api.contracts.search;

import eve.contracts.api.contracts.ContractPage;
import eve.contracts.api.contracts.ContractRows;
import eve.contracts.api.contracts.ContractSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads one part of a page: follows an [IndexScan], checks each contract, and stops when the page is full or
/// [IndexScan#SCAN_LIMIT] entries were read. So its cost is bounded for every search and any number of
/// contracts.
final class SearchQuery {

    /// The maximum number of parts that one page is read in, for searches that few contracts match.
    private static final int MAX_PARTS = 10;

    /// Reads the contracts of a scan in its order until the page is full. Without a full page it adds the last
    /// entry of the scan, if the scan limit was reached: the next page continues there.
    private static final String IN_ORDER = """
            with page as materialized (
                select contract.*, entry.sort_key
                from (%1$s) as entry
                cross join lateral (select * from contract where contract_id = entry.contract_id offset 0) as contract
                %2$s
                order by sort_key %3$s, entry.contract_id %3$s
                limit :page)
            select page.*, false as resume from page
            union all
            select contract.*, entry.sort_key, true
            from (select * from (%1$s) as scan offset %4$d) as entry
            cross join lateral (select * from contract where contract_id = entry.contract_id offset 0) as contract
            where (select count(*) from page) < :page
            order by resume, sort_key %3$s, contract_id %3$s""";

    /// Reads all contracts of a scan and sorts them.
    private static final String WHOLE = """
            select contract.*, %1$s as sort_key, false as resume
            from (%2$s) as entry
            cross join lateral (select * from contract where contract_id = entry.contract_id offset 0) as contract
            %3$s
            order by sort_key %4$s, contract.contract_id %4$s
            limit :page""";

    private final ContractSearch search;
    private final Instant now;
    private final JdbcClient database;

    /// @param resume whether this row is not part of the page: the scan stopped there, and the next page
    ///     continues after it
    private record Found(ContractSummary contract, String key, boolean resume) {}

    /// @param now the time that decides which contracts are open
    SearchQuery(ContractSearch search, Instant now, JdbcClient database) {
        this.search = search;
        this.now = now;
        this.database = database;
    }

    /// Returns a full page, or the contracts that [#MAX_PARTS] parts contain.
    static ContractPage page(ContractSearch search, Instant now, JdbcClient database) {
        var contracts = new ArrayList<ContractSummary>();
        var part = search;
        for (int parts = 1; ; parts++) {
            var found = new SearchQuery(part, now, database).page();
            contracts.addAll(found.contracts());
            if (found.nextCursor() == null || contracts.size() == search.limit() || parts == MAX_PARTS) {
                return new ContractPage(List.copyOf(contracts), found.nextCursor());
            }
            part = ContractSearch.of(
                    search.filters(), search.sort(), found.nextCursor(), search.limit() - contracts.size());
        }
    }

    ContractPage page() {
        var statement = statement();
        var found = database.sql(statement.sql())
                .params(statement.parameters())
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

    record Statement(String sql, Map<String, @Nullable Object> parameters) {}

    /// Returns the statement that reads the part.
    Statement statement() {
        var parameters = SearchRanges.parameters(search.filters(), now);
        parameters.put("page", search.limit() + 1);
        if (search.cursor() != null) {
            parameters.put("key", search.cursor().keyParameter(search.sort().field()));
            parameters.put("lastId", search.cursor().lastId());
        }
        var plan = SearchPlan.choose(search, parameters, database);
        return new Statement(plan.scan().inOrder() ? inOrder(plan) : whole(plan), plan.parameters());
    }

    private String inOrder(SearchPlan plan) {
        return String.format(
                Locale.ROOT,
                IN_ORDER,
                plan.scan().entries(),
                where(plan.conditions()),
                search.sort().direction(),
                IndexScan.SCAN_LIMIT - 1);
    }

    private String whole(SearchPlan plan) {
        var conditions = new ArrayList<>(plan.conditions());
        if (search.cursor() != null) {
            conditions.add(search.sort().after(plan.key(), "contract.contract_id"));
        }
        return String.format(
                Locale.ROOT,
                WHOLE,
                plan.key(),
                plan.scan().entries(),
                where(conditions),
                search.sort().direction());
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    }
}
