package eve.contracts.api.contracts.search;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chooses the index scan of a search: the scan with the fewest entries if it can be read to its end, otherwise
/// a scan in the order of the search.
///
/// @param conditions the conditions that its contracts must meet, as SQL
/// @param key the sort key, as SQL
/// @param parameters of all this SQL
record SearchPlan(IndexScan scan, List<String> conditions, String key, Map<String, @Nullable Object> parameters) {

    /// A scan with fewer entries than this can be read to its end. The margin is for entries that are stored
    /// between counting and reading.
    private static final int WHOLE = IndexScan.SCAN_LIMIT - 100;

    /// @param common the SQL parameters of the filters and the cursor
    static SearchPlan choose(ContractSearch search, Map<String, @Nullable Object> common, JdbcClient database) {
        var terms = terms(search.filters(), database);
        var choice = switch (search.filters().status()) {
            case OPEN -> new OpenScans(search, terms);
            case EXPIRED, CLOSED -> new StoredScans(search, terms);
        };
        var parameters = new HashMap<String, @Nullable Object>(common);
        parameters.putAll(choice.parameters());
        var scan = scan(choice, parameters, database);
        parameters.putAll(scan.parameters());
        return new SearchPlan(scan, choice.conditions(scan), choice.key(), parameters);
    }

    private static IndexScan scan(
            IndexScan.Choice choice, Map<String, @Nullable Object> parameters, JdbcClient database) {
        var scans = choice.scans();
        if (scans.size() == 1 && scans.getFirst().inOrder()) {
            return scans.getFirst();
        }
        var entries = count(scans, parameters, database);
        int fewest = 0;
        for (int i = 1; i < scans.size(); i++) {
            if (entries.get(i) < entries.get(fewest)) {
                fewest = i;
            }
        }
        return entries.get(fewest) < WHOLE ? scans.get(fewest) : choice.inOrder(database);
    }

    /// Returns the number of entries of each scan, counted up to [IndexScan#SCAN_LIMIT].
    private static List<Integer> count(
            List<IndexScan> scans, Map<String, @Nullable Object> parameters, JdbcClient database) {
        var counts = scans.stream()
                .map(scan -> "(select count(*) from (" + scan.entries() + ") as few)")
                .collect(Collectors.joining(", ", "select ", ""));
        return database.sql(counts)
                .params(parameters)
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
