package eve.contracts.api.contracts;

import eve.contracts.model.ContractType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds contracts that ended, among all that are stored: by the indexes of `contract` for each sort, and in the order
/// of issue also by their terms.
final class StoredWalks implements SearchWalk.Choice {

    private static final String COLUMNS = "sort_key, contract_id";

    /// Answers no term.
    private static final String SHELF = "";

    private final ContractSearch search;
    private final SearchTerms terms;
    private final Map<String, Object> values;

    /// @param values of the parameters; those of this are put there
    StoredWalks(ContractSearch search, SearchTerms terms, Map<String, Object> values) {
        this.search = search;
        this.terms = terms;
        this.values = values;
        terms.put(values);
        var filters = search.filters();
        values.put("regionId", filters.regionId());
        values.put("type", filters.type() == null ? null : filters.type().wireName());
    }

    @Override
    public List<SearchWalk> walks() {
        var walks = new ArrayList<SearchWalk>();
        walks.add(shelf(search.sort().field()));
        for (var field : SearchSort.Field.values()) {
            if (field != search.sort().field() && SearchRanges.narrow(search.filters(), field)) {
                walks.add(shelf(field));
            }
        }
        for (int i = 0; i < terms.all().size(); i++) {
            walks.add(term(i));
        }
        if (terms.beginning() != null) {
            walks.add(SearchWalk.ofBeginning("contract_term", COLUMNS));
        }
        return walks;
    }

    @Override
    public SearchWalk inOrder(JdbcClient database) {
        if (search.sort().byIssue() && !terms.all().isEmpty()) {
            return term(0);
        }
        if (search.sort().byIssue() && terms.beginning() != null) {
            var words = TitleWords.with(terms.beginning(), "contract_term", database);
            if (!words.isEmpty()) {
                return SearchWalk.ofWords(
                        words, values, this::byIssue, COLUMNS, search.sort().direction());
            }
        }
        return shelf(search.sort().field());
    }

    private SearchWalk term(int index) {
        var parameter = SearchTerms.parameter(index);
        boolean inOrder = search.sort().byIssue();
        return new SearchWalk(
                terms.all().get(index),
                inOrder
                        ? byIssue(parameter)
                        : "select null as " + COLUMNS + " from contract_term where term = " + parameter
                                + SearchWalk.LIMIT,
                inOrder);
    }

    /// The stretch of one term in the order of issue, which is that of the table.
    private String byIssue(String parameter) {
        var field = SearchSort.Field.DATE_ISSUED;
        var conditions = new ArrayList<>(List.of("term = " + parameter));
        conditions.addAll(SearchRanges.of(search.filters(), field, field.column()));
        if (search.cursor() != null) {
            conditions.add(search.sort().after(field.column(), "contract_id"));
        }
        return "select date_issued as " + COLUMNS + " from contract_term where " + String.join(" and ", conditions)
                + SearchWalk.order(search.sort().direction());
    }

    /// One stretch of an index for each type, merged: only so are they in the order of the field alone.
    private SearchWalk shelf(SearchSort.Field field) {
        var filters = search.filters();
        boolean inOrder = field == search.sort().field();
        var order = SearchWalk.order(inOrder ? search.sort().direction() : " asc");
        var stretches = new ArrayList<String>();
        for (var type : filters.type() == null ? ContractType.values() : new ContractType[] {filters.type()}) {
            var conditions = new ArrayList<String>();
            if (filters.regionId() != null) {
                conditions.add("region_id = :regionId");
            }
            // Literals, so that the statistics of each are known to the planner.
            conditions.add("status = '" + filters.status().stored() + "'");
            conditions.add("type = '" + type.wireName() + "'");
            conditions.addAll(SearchRanges.of(filters, field, field.sql()));
            if (inOrder && search.cursor() != null) {
                conditions.add(search.sort().after(field.sql(), "contract_id"));
            }
            stretches.add("select " + field.sql() + " as sort_key, contract_id from contract where "
                    + String.join(" and ", conditions) + order);
        }
        return new SearchWalk(
                SHELF,
                stretches.size() == 1
                        ? stretches.getFirst()
                        : "(" + String.join(") union all (", stretches) + ")" + order,
                inOrder);
    }

    /// All filters, the walk's own too: asked of a row that was read anyway, they cost nothing.
    @Override
    public List<String> conditions(SearchWalk walk) {
        var filters = search.filters();
        var conditions = new ArrayList<String>();
        conditions.add("contract.status = '" + filters.status().stored() + "'");
        if (filters.regionId() != null) {
            conditions.add("contract.region_id = :regionId");
        }
        if (filters.type() != null) {
            conditions.add("contract.type = :type");
        }
        for (var field : SearchSort.Field.values()) {
            conditions.addAll(SearchRanges.of(filters, field, "contract." + field.column()));
        }
        for (int i = 0; i < terms.all().size(); i++) {
            if (!terms.all().get(i).equals(walk.answers())) {
                // Looked up for each contract that was read: as an exists it might become a join with all that have
                // the term.
                conditions.add("(select true from contract_term where term = " + SearchTerms.parameter(i)
                        + " and date_issued = contract.date_issued and contract_id = contract.contract_id)");
            }
        }
        if (terms.beginning() != null && !walk.answers().equals(SearchWalk.BEGINNING)) {
            conditions.add("(select true from title_words(contract.title) as word where starts_with(word, :beginning)"
                    + " limit 1)");
        }
        return conditions;
    }

    @Override
    public String key() {
        return search.sort().field().sql();
    }
}
