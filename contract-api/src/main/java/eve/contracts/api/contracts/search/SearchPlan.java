package eve.contracts.api.contracts.search;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chooses the index scan of a search: the scan with the fewest entries if it can be read to its end, otherwise
/// a scan in the order of the search.
///
/// @param conditions the conditions that its contracts must meet, as SQL
/// @param key the sort key, as SQL
record SearchPlan(IndexScan scan, List<String> conditions, String key) {

    /// A scan with fewer entries than this can be read to its end. The margin is for entries that are stored
    /// between counting and reading.
    private static final int WHOLE = IndexScan.SCAN_LIMIT - 100;

    /// @param values the SQL parameters; this method adds those of the plan
    static SearchPlan choose(ContractSearch search, JdbcClient database, Map<String, Object> values) {
        var terms = terms(search.filters(), database);
        var choice = switch (search.filters().status()) {
            case OPEN -> new OpenScans(search, terms, values);
            case EXPIRED, CLOSED -> new StoredScans(search, terms, values);
        };
        var scan = scan(choice, database, values);
        return new SearchPlan(scan, choice.conditions(scan), choice.key());
    }

    private static IndexScan scan(IndexScan.Choice choice, JdbcClient database, Map<String, Object> values) {
        var scans = choice.scans();
        if (scans.size() == 1 && scans.getFirst().inOrder()) {
            return scans.getFirst();
        }
        var entries = count(scans, database, values);
        int fewest = 0;
        for (int i = 1; i < scans.size(); i++) {
            if (entries.get(i) < entries.get(fewest)) {
                fewest = i;
            }
        }
        return entries.get(fewest) < WHOLE ? scans.get(fewest) : choice.inOrder(database);
    }

    /// Returns the number of entries of each scan, counted up to [IndexScan#SCAN_LIMIT].
    private static List<Integer> count(List<IndexScan> scans, JdbcClient database, Map<String, Object> values) {
        var counts = scans.stream()
                .map(scan -> "(select count(*) from (" + scan.entries() + ") as few)")
                .collect(Collectors.joining(", ", "select ", ""));
        return database.sql(counts)
                .params(values)
                .query((row, _) -> {
                    var entries = new ArrayList<Integer>();
                    for (int i = 1; i <= scans.size(); i++) {
                        entries.add(row.getInt(i));
                    }
                    return entries;
                })
                .single();
    }

    private static SearchTerms terms(SearchFilters filters, JdbcClient database) {
        var item = filters.typeId() == null ? List.<String>of() : List.of("#" + filters.typeId());
        if (filters.q() == null) {
            return new SearchTerms(item, null);
        }
        var asked = TitleWords.asked(filters.q(), database);
        if (asked.all().isEmpty() && asked.prefix() == null) {
            throw new InvalidParameterException("q", "must hold a word: letters or digits");
        }
        var all = new ArrayList<>(item);
        all.addAll(asked.all());
        return new SearchTerms(List.copyOf(all), asked.prefix());
    }
}
