package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chooses the walk of a search: the one with the fewest entries where one can be read to its end, otherwise one that
/// is in the order of the search.
///
/// @param terms all of them must be the contract's; the walk's own need not be asked again
record SearchPlan(SearchWalk walk, List<String> terms) {

    private record Counted(String name, int entries) {}

    static SearchPlan choose(ContractSearch search, JdbcClient database, Map<String, Object> values) {
        var filters = search.filters();
        boolean byTerms = filters.typeId() != null || filters.q() != null;
        boolean byPrices = filters.hasPriceRange() && search.sort().field() != SearchSort.Field.PRICE;
        if (!byTerms && !byPrices) {
            return new SearchPlan(SearchWalk.ofShelves(search), List.of());
        }
        var counted = count(search, byTerms, byPrices, database, values);
        var terms = counted.stream()
                .map(Counted::name)
                .filter(name -> !name.equals(SearchWalk.SHELVES) && !name.equals(SearchWalk.PRICES))
                .toList();
        if (filters.q() != null && terms.size() == (filters.typeId() == null ? 0 : 1)) {
            throw new InvalidParameterException("q", "must hold a word: letters or digits");
        }
        var fewest =
                counted.stream().min(Comparator.comparingInt(Counted::entries)).orElseThrow();
        if (fewest.entries() < SearchWalk.EXAMINED) {
            return new SearchPlan(walk(search, fewest.name()), terms);
        }
        var inOrder = byTerms && search.sort().byIssue() ? terms.getFirst() : SearchWalk.SHELVES;
        return new SearchPlan(walk(search, inOrder), terms);
    }

    /// How many entries each walk has, counted up to [SearchWalk#EXAMINED].
    private static List<Counted> count(
            ContractSearch search, boolean byTerms, boolean byPrices, JdbcClient database, Map<String, Object> values) {
        var counts = new ArrayList<String>();
        if (byTerms) {
            counts.add("select term, (select count(*) from (select from contract_term where contract_term.term ="
                    + " wanted.term limit " + SearchWalk.EXAMINED + ") as few) as entries from"
                    + " (select cast(:typeTerm as text) as term where cast(:typeTerm as text) is not null"
                    + " union all select title_words(:q)) as wanted");
        }
        counts.add(count(SearchWalk.ofShelves(search)));
        if (byPrices) {
            counts.add(count(SearchWalk.ofPrices(search)));
        }
        return database.sql(String.join(" union all ", counts))
                .params(values)
                .query((row, _) -> new Counted(row.getString("term"), row.getInt("entries")))
                .list();
    }

    private static String count(SearchWalk walk) {
        return "select '" + walk.name() + "' as term, (select count(*) from (" + walk.entries()
                + ") as few) as entries";
    }

    private static SearchWalk walk(ContractSearch search, String name) {
        return switch (name) {
            case SearchWalk.SHELVES -> SearchWalk.ofShelves(search);
            case SearchWalk.PRICES -> SearchWalk.ofPrices(search);
            default -> SearchWalk.ofTerm(search, name);
        };
    }

    /// As `contract_term` has an item's type.
    static @Nullable String typeTerm(@Nullable Long typeId) {
        return typeId == null ? null : "#" + typeId;
    }
}
