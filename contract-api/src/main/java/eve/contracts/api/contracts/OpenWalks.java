package eve.contracts.api.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds open contracts in `open_term`, which has each term in the order of each sort and nothing of contracts that
/// ended. A contract itself is read only once it fits.
final class OpenWalks implements SearchWalk.Choice {

    /// The term of every contract.
    private static final String EVERY = "*";

    private static final String COLUMNS = "sort_key, contract_id, price, date_issued, date_expired";

    private final ContractSearch search;
    private final SearchTerms terms;
    private final Map<String, Object> values;

    /// @param found what is asked of items and title
    /// @param values of the parameters; those of this are put there
    OpenWalks(ContractSearch search, SearchTerms found, Map<String, Object> values) {
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
        this.terms = new SearchTerms(List.copyOf(all), found.beginning());
        this.values = values;
        terms.put(values);
    }

    @Override
    public List<SearchWalk> walks() {
        var walks = new ArrayList<SearchWalk>();
        for (int i = 0; i < terms.all().size(); i++) {
            walks.add(walk(i, search.sort().field()));
        }
        for (var field : SearchSort.Field.values()) {
            if (field != search.sort().field() && SearchRanges.narrow(search.filters(), field)) {
                walks.add(walk(0, field));
            }
        }
        if (terms.beginning() != null) {
            walks.add(SearchWalk.ofBeginning("open_term", COLUMNS));
        }
        // All open contracts are no choice beside a few of them.
        if (walks.size() > 1 && walks.getFirst().answers().equals(EVERY)) {
            walks.removeFirst();
        }
        return walks;
    }

    /// By words that have the beginning, if nothing else is asked for and they are few; otherwise by the first term.
    @Override
    public SearchWalk inOrder(JdbcClient database) {
        if (terms.beginning() != null && terms.all().equals(List.of(EVERY))) {
            var words = TitleWords.with(terms.beginning(), "open_term", database);
            if (!words.isEmpty()) {
                return SearchWalk.ofWords(
                        words,
                        values,
                        word -> stretch(word, search.sort().field()),
                        COLUMNS,
                        search.sort().direction());
            }
        }
        return walk(0, search.sort().field());
    }

    private SearchWalk walk(int term, SearchSort.Field field) {
        return new SearchWalk(
                terms.all().get(term),
                stretch(SearchTerms.parameter(term), field),
                field == search.sort().field());
    }

    /// One term's entries in the order of a field: that of the search, or any to be read to the end.
    private String stretch(String term, SearchSort.Field field) {
        var conditions = new ArrayList<>(List.of("term = " + term));
        conditions.addAll(SearchRanges.of(search.filters(), field, field.column()));
        boolean inOrder = field == search.sort().field();
        if (inOrder && search.cursor() != null) {
            conditions.add(search.sort().after(field.column(), "contract_id"));
        }
        return "select " + field.column() + " as " + COLUMNS + " from open_term where "
                + String.join(" and ", conditions)
                + SearchWalk.order(inOrder ? search.sort().direction() : " asc");
    }

    @Override
    public List<String> conditions(SearchWalk walk) {
        var conditions = new ArrayList<String>();
        for (var field : SearchSort.Field.values()) {
            conditions.addAll(SearchRanges.of(search.filters(), field, "entry." + field.column()));
        }
        for (int i = 0; i < terms.all().size(); i++) {
            if (!terms.all().get(i).equals(EVERY) && !terms.all().get(i).equals(walk.answers())) {
                conditions.add(has("term = " + SearchTerms.parameter(i)));
            }
        }
        if (terms.beginning() != null && !walk.answers().equals(SearchWalk.BEGINNING)) {
            conditions.add(has("term >= :beginning and term < :beyond"));
        }
        return conditions;
    }

    /// Looked up for each entry: as an exists it might become a join with all that have the term.
    private static String has(String term) {
        return "(select true from open_term where contract_id = entry.contract_id and " + term + " limit 1)";
    }

    @Override
    public String key() {
        return "entry." + search.sort().field().column();
    }
}
