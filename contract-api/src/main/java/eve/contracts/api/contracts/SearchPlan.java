package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chooses the walk of a search: the one with the fewest entries where one can be read to its end, otherwise one that
/// is in the order of the search.
///
/// @param conditions what its contracts are asked for, as SQL
/// @param key the sort key, as SQL
record SearchPlan(SearchWalk walk, List<String> conditions, String key) {

    /// What can be read to its end: some may be stored between counting and reading.
    private static final int WHOLE = SearchWalk.EXAMINED - 100;

    /// @param values of the parameters; those of the plan are put there
    static SearchPlan choose(ContractSearch search, JdbcClient database, Map<String, Object> values) {
        var terms = terms(search.filters(), database);
        var choice = switch (search.filters().status()) {
            case OPEN -> new OpenWalks(search, terms, values);
            case EXPIRED, CLOSED -> new StoredWalks(search, terms, values);
        };
        var walk = walk(choice, database, values);
        return new SearchPlan(walk, choice.conditions(walk), choice.key());
    }

    private static SearchWalk walk(SearchWalk.Choice choice, JdbcClient database, Map<String, Object> values) {
        var walks = choice.walks();
        if (walks.size() == 1 && walks.getFirst().inOrder()) {
            return walks.getFirst();
        }
        var entries = count(walks, database, values);
        int fewest = 0;
        for (int i = 1; i < walks.size(); i++) {
            if (entries.get(i) < entries.get(fewest)) {
                fewest = i;
            }
        }
        return entries.get(fewest) < WHOLE ? walks.get(fewest) : choice.inOrder(database);
    }

    /// How many entries each walk has, counted up to [SearchWalk#EXAMINED].
    private static List<Integer> count(List<SearchWalk> walks, JdbcClient database, Map<String, Object> values) {
        var counts = walks.stream()
                .map(walk -> "(select count(*) from (" + walk.entries() + ") as few)")
                .collect(Collectors.joining(", ", "select ", ""));
        return database.sql(counts)
                .params(values)
                .query((row, _) -> {
                    var entries = new ArrayList<Integer>();
                    for (int i = 1; i <= walks.size(); i++) {
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
        if (asked.all().isEmpty() && asked.beginning() == null) {
            throw new InvalidParameterException("q", "must hold a word: letters or digits");
        }
        var all = new ArrayList<>(item);
        all.addAll(asked.all());
        return new SearchTerms(List.copyOf(all), asked.beginning());
    }
}
