package eve.contracts.api.contracts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads one page of a search: goes along a [SearchWalk], looks at each contract, and stops as soon as the page is
/// full or [SearchWalk#EXAMINED] entries were looked at. So its cost is bounded whatever is asked for, and however many
/// contracts there are.
final class SearchQuery {

    private static final String CONTRACT =
            " cross join lateral (select * from contract where contract_id = entry.contract_id offset 0) as contract";

    private final ContractSearch search;
    private final JdbcClient database;
    private final Map<String, Object> values = new HashMap<>();

    /// @param resume whether this row does not belong to the page: the walk was left there, and goes on there
    private record Found(ContractSummary contract, String key, boolean resume) {}

    SearchQuery(ContractSearch search, JdbcClient database) {
        this.search = search;
        this.database = database;
        var filters = search.filters();
        values.put("regionId", filters.regionId());
        values.put("type", filters.type() == null ? null : filters.type().wireName());
        values.put("status", filters.status() == null ? null : filters.status().name());
        values.put("minPrice", filters.minPrice() == null ? 0 : filters.minPrice());
        values.put("maxPrice", filters.maxPrice());
        values.put("typeTerm", SearchPlan.typeTerm(filters.typeId()));
        values.put("q", filters.q());
        values.put("page", search.limit() + 1);
        if (search.cursor() != null) {
            values.put("key", search.cursor().keyParameter(search.sort().field()));
            values.put("lastId", search.cursor().lastId());
        }
    }

    ContractPage page() {
        var found = database.sql(statement())
                .params(values)
                .query((row, _) -> new Found(
                        ContractRows.summary(row), search.sort().field().key(row), row.getBoolean("resume")))
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

    /// The statement that reads the page; [#values] has its parameters then.
    String statement() {
        var plan = SearchPlan.choose(search, database, values);
        values.putAll(plan.walk().values());
        var conditions = conditions(plan);
        return plan.walk().inOrder() ? inOrder(plan.walk(), conditions) : whole(plan.walk(), conditions);
    }

    Map<String, Object> values() {
        return values;
    }

    private String inOrder(SearchWalk walk, List<String> conditions) {
        var order = " order by sort_key" + search.sort().direction() + ", contract_id"
                + search.sort().direction();
        return "with page as materialized (select contract.*, entry.sort_key from (" + walk.entries() + ") as entry"
                + CONTRACT + where(conditions) + order.replace(" contract_id", " entry.contract_id")
                + " limit :page) select page.*, false as resume from page union all select contract.*, entry.sort_key,"
                + " true from (select * from (" + walk.entries() + ") as walk offset " + (SearchWalk.EXAMINED - 1)
                + ") as entry" + CONTRACT + " where (select count(*) from page) < :page order by resume, "
                + order.substring(" order by ".length());
    }

    private String whole(SearchWalk walk, List<String> conditions) {
        var sort = search.sort();
        var all = new ArrayList<>(conditions);
        if (search.cursor() != null) {
            all.add(sort.after(sort.field().sql(), "contract.contract_id"));
        }
        return "select contract.*, " + sort.field().sql() + " as sort_key, false as resume from (" + walk.entries()
                + ") as entry" + CONTRACT + where(all) + " order by sort_key" + sort.direction()
                + ", contract.contract_id" + sort.direction() + " limit :page";
    }

    /// All filters, the walk's own too: asked of a row that was read anyway, they cost nothing.
    private List<String> conditions(SearchPlan plan) {
        var filters = search.filters();
        var conditions = new ArrayList<String>();
        if (filters.regionId() != null) {
            conditions.add("contract.region_id = :regionId");
        }
        if (filters.type() != null) {
            conditions.add("contract.type = :type");
        }
        if (filters.status() != null) {
            conditions.add("contract.status = :status");
        }
        if (filters.hasPriceRange()) {
            conditions.add("contract.price >= :minPrice");
        }
        if (filters.maxPrice() != null) {
            conditions.add("contract.price <= :maxPrice");
        }
        var others = plan.terms().stream()
                .filter(term -> !term.equals(plan.walk().answers()))
                .toList();
        IntStream.range(0, others.size()).forEach(index -> {
            values.put("term" + index, others.get(index));
            // Looked up for each contract that was read: as an exists it might become a join with all that have the
            // term.
            conditions.add("(select true from contract_term where term = :term" + index
                    + " and date_issued = contract.date_issued and contract_id = contract.contract_id)");
        });
        if (plan.beginning() != null && !plan.walk().answers().equals(SearchWalk.BEGINNING)) {
            values.put("beginning", plan.beginning());
            conditions.add("(select true from title_words(contract.title) as word where starts_with(word, :beginning)"
                    + " limit 1)");
        }
        return conditions;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
