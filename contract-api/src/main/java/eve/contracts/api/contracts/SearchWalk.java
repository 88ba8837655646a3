package eve.contracts.api.contracts;

import eve.contracts.model.ContractType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A way to come by the contracts of a search: reads at most [#EXAMINED] entries of an index, as SQL with the columns
/// `sort_key` and `contract_id`.
///
/// @param values what the SQL's own parameters are
/// @param answers what need not be asked of its contracts again: a term, or [#BEGINNING]
/// @param entries the SQL; not more contracts than these, and not all of them need fit
/// @param inOrder whether the entries begin after the cursor and come in the order of the search; otherwise they are
///     good only when they are all there are
record SearchWalk(Map<String, Object> values, String answers, String entries, boolean inOrder) {

    /// What one answer costs at most. Full pages are the rule; where fewer contracts fit, the answer says how to go on.
    static final int EXAMINED = 2_000;

    /// That a word of the title has the beginning asked for.
    static final String BEGINNING = "^";

    private static final String NOTHING = "";

    /// By region, status, type and the sort: always possible.
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
        return new SearchWalk(Map.of(), NOTHING, shelves(search, key, sort.direction(), conditions), true);
    }

    /// By price, while the sort is another.
    static SearchWalk ofPrices(ContractSearch search) {
        var conditions = new ArrayList<String>();
        addPriceRange(search, conditions);
        return new SearchWalk(
                Map.of(), NOTHING, shelves(search, SearchSort.Field.PRICE.sql(), " asc", conditions), false);
    }

    /// @param term as in `contract_term`
    static SearchWalk ofTerm(ContractSearch search, String term) {
        var values = Map.<String, Object>of("term", term);
        return search.sort().byIssue()
                ? new SearchWalk(values, term, byIssue(search, "term"), true)
                : new SearchWalk(
                        values,
                        term,
                        "select null as sort_key, contract_id from contract_term where term = :term limit " + EXAMINED,
                        false);
    }

    /// By all words that begin so; a contract that has two of them is there once.
    static SearchWalk ofBeginning(String beginning) {
        return new SearchWalk(
                Map.of("beginning", beginning, "beyond", TitleWords.beyond(beginning)),
                BEGINNING,
                "select distinct null as sort_key, contract_id from (select contract_id from contract_term"
                        + " where term >= :beginning and term < :beyond limit " + EXAMINED + ") as few",
                false);
    }

    /// By all words that begin so, for a search by date of issue.
    ///
    /// @param words one at least
    static SearchWalk ofWords(ContractSearch search, List<String> words) {
        var values = new HashMap<String, Object>();
        var stretches = new ArrayList<String>();
        for (var word : words) {
            var name = "word" + values.size();
            values.put(name, word);
            stretches.add("(" + byIssue(search, name) + ")");
        }
        var order = order(search.sort().direction());
        return new SearchWalk(
                values,
                BEGINNING,
                stretches.size() == 1
                        ? stretches.getFirst()
                        : "select distinct sort_key, contract_id from (" + String.join(" union all ", stretches)
                                + ") as merged" + order,
                true);
    }

    /// The stretch of one term in the order of issue, which is that of the table.
    private static String byIssue(ContractSearch search, String parameter) {
        var after = search.cursor() == null ? "" : " and " + search.sort().after("date_issued", "contract_id");
        return "select date_issued as sort_key, contract_id from contract_term where term = :" + parameter + after
                + order(search.sort().direction());
    }

    private static String order(String direction) {
        return " order by sort_key" + direction + ", contract_id" + direction + " limit " + EXAMINED;
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
                        + String.join(" and ", all) + order(direction) + ")");
            }
        }
        if (stretches.size() == 1) {
            return stretches.getFirst();
        }
        return String.join(" union all ", stretches) + order(direction);
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
