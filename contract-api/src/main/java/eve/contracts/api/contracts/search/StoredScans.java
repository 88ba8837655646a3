package eve.contracts.api.contracts.search;

import eve.contracts.model.ContractType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds expired and closed contracts among all stored contracts: by the indexes of `contract` for each sort,
/// and by `contract_term`, which is sorted by `dateIssued`.
final class StoredScans implements IndexScan.Choice {

    private static final String COLUMNS = "sort_key, contract_id";

    /// The scan covers no term.
    private static final String NO_TERM = "";

    private final ContractSearch search;
    private final SearchTerms terms;

    StoredScans(ContractSearch search, SearchTerms terms) {
        this.search = search;
        this.terms = terms;
    }

    @Override
    public Map<String, @Nullable Object> parameters() {
        var filters = search.filters();
        var parameters = new HashMap<String, @Nullable Object>(terms.parameters());
        parameters.put("regionId", filters.regionId());
        parameters.put("type", filters.type() == null ? null : filters.type().wireName());
        return parameters;
    }

    @Override
    public List<IndexScan> scans() {
        var scans = new ArrayList<IndexScan>();
        scans.add(fieldScan(search.sort().field()));
        for (var field : SearchSort.Field.values()) {
            if (field != search.sort().field() && SearchRanges.narrow(search.filters(), field)) {
                scans.add(fieldScan(field));
            }
        }
        for (int i = 0; i < terms.all().size(); i++) {
            scans.add(term(i));
        }
        if (terms.prefix() != null) {
            scans.add(IndexScan.ofPrefix("contract_term", COLUMNS));
        }
        return scans;
    }

    @Override
    public IndexScan inOrder(JdbcClient database) {
        if (search.sort().byIssue() && !terms.all().isEmpty()) {
            return term(0);
        }
        if (search.sort().byIssue() && terms.prefix() != null) {
            var words = TitleWords.with(terms.prefix(), "contract_term", database);
            if (!words.isEmpty()) {
                return IndexScan.ofWords(
                        words, this::byIssue, COLUMNS, search.sort().direction());
            }
        }
        return fieldScan(search.sort().field());
    }

    private IndexScan term(int index) {
        var parameter = SearchTerms.parameter(index);
        boolean inOrder = search.sort().byIssue();
        return new IndexScan(
                terms.all().get(index),
                inOrder
                        ? byIssue(parameter)
                        : "select null as " + COLUMNS + " from contract_term where term = " + parameter
                                + IndexScan.LIMIT,
                inOrder);
    }

    /// Returns the range of one term, in the order of the table: by `dateIssued`.
    private String byIssue(String parameter) {
        var field = SearchSort.Field.DATE_ISSUED;
        var conditions = new ArrayList<>(List.of("term = " + parameter));
        conditions.addAll(SearchRanges.of(search.filters(), field, field.column()));
        if (search.cursor() != null) {
            conditions.add(search.sort().after(field.column(), "contract_id"));
        }
        return "select date_issued as " + COLUMNS + " from contract_term where " + String.join(" and ", conditions)
                + IndexScan.order(search.sort().direction());
    }

    /// Returns one index range for each type, merged. In the indexes the type comes before the field, so only
    /// the range of one type is sorted by the field.
    private IndexScan fieldScan(SearchSort.Field field) {
        var filters = search.filters();
        boolean inOrder = field == search.sort().field();
        var order = IndexScan.order(inOrder ? search.sort().direction() : " asc");
        var ranges = new ArrayList<String>();
        for (var type : filters.type() == null ? ContractType.values() : new ContractType[] {filters.type()}) {
            var conditions = new ArrayList<String>();
            if (filters.regionId() != null) {
                conditions.add("region_id = :regionId");
            }
            // Literals instead of parameters: the planner then uses the statistics of each value.
            conditions.add("status = '" + filters.status().stored() + "'");
            conditions.add("type = '" + type.wireName() + "'");
            conditions.addAll(SearchRanges.of(filters, field, field.sql()));
            if (inOrder && search.cursor() != null) {
                conditions.add(search.sort().after(field.sql(), "contract_id"));
            }
            ranges.add("select " + field.sql() + " as sort_key, contract_id from contract where "
                    + String.join(" and ", conditions) + order);
        }
        return new IndexScan(
                NO_TERM,
                ranges.size() == 1 ? ranges.getFirst() : "(" + String.join(") union all (", ranges) + ")" + order,
                inOrder);
    }

    /// Returns all filters, including those of the scan: they cost nothing on a row that was read anyway.
    @Override
    public List<String> conditions(IndexScan scan) {
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
            if (!terms.all().get(i).equals(scan.covers())) {
                // One lookup for each contract that was read. The planner could turn an `exists` into a join
                // with all contracts that have the term.
                conditions.add("(select true from contract_term where term = " + SearchTerms.parameter(i)
                        + " and date_issued = contract.date_issued and contract_id = contract.contract_id)");
            }
        }
        if (terms.prefix() != null && !scan.covers().equals(IndexScan.PREFIX)) {
            conditions.add("(select true from title_words(contract.title) as word where starts_with(word, :prefix)"
                    + " limit 1)");
        }
        return conditions;
    }

    @Override
    public String key() {
        return search.sort().field().sql();
    }
}
