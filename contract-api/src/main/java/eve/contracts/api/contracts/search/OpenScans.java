package eve.contracts.api.contracts.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds open contracts in `open_term`, which holds the terms of open contracts only and has an index for each
/// sort. The `contract` row is read only for entries that match.
final class OpenScans implements IndexScan.Choice {

    /// The term that every open contract has.
    private static final String EVERY = "*";

    private static final String COLUMNS = "sort_key, contract_id, price, date_issued, date_expired";

    private final ContractSearch search;
    private final SearchTerms terms;

    /// @param found the terms and the prefix that the filters on items and title require
    OpenScans(ContractSearch search, SearchTerms found) {
        var filters = search.filters();
        var all = new ArrayList<>(found.all());
        if (filters.type() != null) {
            all.add("=" + filters.type().wireName());
        }
        if (filters.regionId() != null) {
            all.add("@" + filters.regionId());
        }
        if (all.isEmpty()) {
            all.add(EVERY);
        }
        this.search = search;
        this.terms = new SearchTerms(List.copyOf(all), found.prefix());
    }

    @Override
    public Map<String, @Nullable Object> parameters() {
        return terms.parameters();
    }

    @Override
    public List<IndexScan> scans() {
        var scans = new ArrayList<IndexScan>();
        for (int i = 0; i < terms.all().size(); i++) {
            scans.add(scan(i, search.sort().field()));
        }
        for (var field : SearchSort.Field.values()) {
            if (field != search.sort().field() && SearchRanges.narrow(search.filters(), field)) {
                scans.add(scan(0, field));
            }
        }
        if (terms.prefix() != null) {
            scans.add(IndexScan.ofPrefix("open_term", COLUMNS));
        }
        // The scan of all open contracts is removed when there is a more selective one.
        if (scans.size() > 1 && scans.getFirst().covers().equals(EVERY)) {
            scans.removeFirst();
        }
        return scans;
    }

    /// Scans the words with the prefix if they are few and there is no other term; otherwise scans the first
    /// term.
    @Override
    public IndexScan inOrder(JdbcClient database) {
        if (terms.prefix() != null && terms.all().equals(List.of(EVERY))) {
            var words = TitleWords.with(terms.prefix(), "open_term", database);
            if (!words.isEmpty()) {
                return IndexScan.ofWords(
                        words,
                        word -> termRange(word, search.sort().field()),
                        COLUMNS,
                        search.sort().direction());
            }
        }
        return scan(0, search.sort().field());
    }

    private IndexScan scan(int term, SearchSort.Field field) {
        return new IndexScan(
                terms.all().get(term),
                termRange(SearchTerms.parameter(term), field),
                field == search.sort().field());
    }

    /// Returns the range of one term, sorted by a field. Only the field of the search gives the order of the
    /// search; a range in another order has to be read to its end.
    private String termRange(String term, SearchSort.Field field) {
        var conditions = new ArrayList<>(List.of("term = " + term));
        conditions.addAll(SearchRanges.of(search.filters(), field, field.column()));
        boolean inOrder = field == search.sort().field();
        if (inOrder && search.cursor() != null) {
            conditions.add(search.sort().after(field.column(), "contract_id"));
        }
        return "select " + field.column() + " as " + COLUMNS + " from open_term where "
                + String.join(" and ", conditions)
                + IndexScan.order(inOrder ? search.sort().direction() : " asc");
    }

    @Override
    public List<String> conditions(IndexScan scan) {
        var conditions = new ArrayList<String>();
        for (var field : SearchSort.Field.values()) {
            conditions.addAll(SearchRanges.of(search.filters(), field, "entry." + field.column()));
        }
        for (int i = 0; i < terms.all().size(); i++) {
            if (!terms.all().get(i).equals(EVERY) && !terms.all().get(i).equals(scan.covers())) {
                conditions.add(has("term = " + SearchTerms.parameter(i)));
            }
        }
        if (terms.prefix() != null && !scan.covers().equals(IndexScan.PREFIX)) {
            conditions.add(has("term >= :prefix and term < :beyond"));
        }
        return conditions;
    }

    /// Checks a term with one lookup for each entry. The planner could turn an `exists` into a join with all
    /// contracts that have the term.
    private static String has(String term) {
        return "(select true from open_term where contract_id = entry.contract_id and " + term + " limit 1)";
    }

    @Override
    public String key() {
        return "entry." + search.sort().field().column();
    }
}
