package eve.contracts.api.contracts;

import eve.contracts.model.ContractType;
import java.util.ArrayList;
import java.util.List;

/// A way to come by the contracts of a search: reads at most [#EXAMINED] entries of an index, as SQL with the columns
/// `sort_key` and `contract_id`.
///
/// @param name what [SearchPlan] counts it as
/// @param entries the SQL; not more contracts than these, and not all of them need fit
/// @param inOrder whether the entries begin after the cursor and come in the order of the search; otherwise they are
///     good only when they are all there are
record SearchWalk(String name, String entries, boolean inOrder) {

    /// What one answer costs at most. Full pages are the rule; where fewer contracts fit, the answer says how to go on.
    static final int EXAMINED = 2_000;

    /// By region, status, type and the sort: always possible.
    static final String SHELVES = "";
    /// By price, while the sort is another.
    static final String PRICES = "$";

    static SearchWalk ofShelves(ContractSearch search) {
        var sort = search.sort();
        var key = sort.field().sql();
        var conditions = new ArrayList<String>();
        if (sort.field() == SearchSort.Field.PRICE) {
            addPriceRange(search, conditions);
        }
        if (search.cursor() != null) {
            conditions.add(sort.after(key, "contract_id"));
        }
        return new SearchWalk(SHELVES, shelves(search, key, sort.direction(), conditions), true);
    }

    static SearchWalk ofPrices(ContractSearch search) {
        var conditions = new ArrayList<String>();
        addPriceRange(search, conditions);
        return new SearchWalk(PRICES, shelves(search, SearchSort.Field.PRICE.sql(), " asc", conditions), false);
    }

    /// @param term as in `contract_term`, there bound to the parameter `term`
    static SearchWalk ofTerm(ContractSearch search, String term) {
        var sort = search.sort();
        if (!sort.byIssue()) {
            return new SearchWalk(
                    term,
                    "select null as sort_key, contract_id from contract_term where term = :term limit " + EXAMINED,
                    false);
        }
        var after = search.cursor() == null ? "" : " and " + sort.after("date_issued", "contract_id");
        return new SearchWalk(
                term,
                "select date_issued as sort_key, contract_id from contract_term where term = :term" + after
                        + " order by date_issued" + sort.direction() + ", contract_id" + sort.direction() + " limit "
                        + EXAMINED,
                true);
    }

    /// One stretch of an index for each status and type, merged: only so are they in the order of the sort alone.
    private static String shelves(ContractSearch search, String key, String direction, List<String> conditions) {
        var filters = search.filters();
        var stretches = new ArrayList<String>();
        for (var status :
                filters.status() == null ? ContractStatus.values() : new ContractStatus[] {filters.status()}) {
            for (var type : filters.type() == null ? ContractType.values() : new ContractType[] {filters.type()}) {
                var all = new ArrayList<String>();
                if (filters.regionId() != null) {
                    all.add("region_id = :regionId");
                }
                // Literals, so that the statistics of each are known to the planner.
                all.add("status = '" + status + "'");
                all.add("type = '" + type.wireName() + "'");
                all.addAll(conditions);
                stretches.add("(select " + key + " as sort_key, contract_id from contract where "
                        + String.join(" and ", all) + " order by " + key + direction + ", contract_id" + direction
                        + " limit " + EXAMINED + ")");
            }
        }
        if (stretches.size() == 1) {
            return stretches.getFirst();
        }
        return String.join(" union all ", stretches) + " order by sort_key" + direction + ", contract_id" + direction
                + " limit " + EXAMINED;
    }

    private static void addPriceRange(ContractSearch search, List<String> conditions) {
        var price = SearchSort.Field.PRICE.sql();
        if (search.filters().hasPriceRange()) {
            conditions.add(price + " >= :minPrice");
        }
        if (search.filters().maxPrice() != null) {
            conditions.add(price + " <= :maxPrice");
        }
    }
}
