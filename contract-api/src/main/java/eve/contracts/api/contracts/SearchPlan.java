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
/// @param beginning a word of the title must begin so
record SearchPlan(
        SearchWalk walk, List<String> terms, @Nullable String beginning) {

    /// What can be read to its end: some may be stored between counting and reading.
    private static final int WHOLE = SearchWalk.EXAMINED - 100;

    private enum By {
        TERM,
        BEGINNING,
        SHELVES,
        PRICES
    }

    /// @param name the term or the beginning, empty for others
    private record Counted(By by, String name, int entries) {}

    static SearchPlan choose(ContractSearch search, JdbcClient database, Map<String, Object> values) {
        var filters = search.filters();
        boolean byTerms = filters.typeId() != null || filters.q() != null;
        boolean byPrices = filters.hasPriceRange() && search.sort().field() != SearchSort.Field.PRICE;
        if (!byTerms && !byPrices) {
            return new SearchPlan(SearchWalk.ofShelves(search), List.of(), null);
        }
        var counted = count(search, byTerms, byPrices, database, values);
        var terms = names(counted, By.TERM);
        var beginning = names(counted, By.BEGINNING).stream().findFirst().orElse(null);
        if (filters.q() != null && beginning == null) {
            throw new InvalidParameterException("q", "must hold a word: letters or digits");
        }
        var fewest =
                counted.stream().min(Comparator.comparingInt(Counted::entries)).orElseThrow();
        var walk = fewest.entries() < WHOLE ? walk(search, fewest) : inOrder(search, terms, beginning, database);
        return new SearchPlan(walk, terms, beginning);
    }

    private static List<String> names(List<Counted> counted, By by) {
        return counted.stream()
                .filter(each -> each.by() == by)
                .map(Counted::name)
                .toList();
    }

    private static SearchWalk inOrder(
            ContractSearch search, List<String> terms, @Nullable String beginning, JdbcClient database) {
        if (search.sort().byIssue() && !terms.isEmpty()) {
            return SearchWalk.ofTerm(search, terms.getFirst());
        }
        var words =
                search.sort().byIssue() && beginning != null ? TitleWords.with(beginning, database) : List.<String>of();
        return words.isEmpty() ? SearchWalk.ofShelves(search) : SearchWalk.ofWords(search, words);
    }

    /// How many entries each walk has, counted up to [SearchWalk#EXAMINED].
    private static List<Counted> count(
            ContractSearch search, boolean byTerms, boolean byPrices, JdbcClient database, Map<String, Object> values) {
        var counts = new ArrayList<String>();
        if (byTerms) {
            counts.add("select 'TERM' as kind, term, "
                    + entries("select from contract_term where contract_term.term =" + " wanted.term limit "
                            + SearchWalk.EXAMINED)
                    + " from"
                    + " (select cast(:typeTerm as text) as term where cast(:typeTerm as text) is not null"
                    + " union all select " + TitleWords.WHOLE + ") as wanted");
            counts.add("select 'BEGINNING', term, "
                    + entries("select from contract_term where contract_term.term >="
                            + " wanted.term and contract_term.term < wanted.term || chr(" + Character.MAX_CODE_POINT
                            + ") limit " + SearchWalk.EXAMINED)
                    + " from (select " + TitleWords.BEGINNING + " as term) as wanted");
        }
        counts.add("select 'SHELVES' as kind, '' as term, "
                + entries(SearchWalk.ofShelves(search).entries()));
        if (byPrices) {
            counts.add("select 'PRICES', '', "
                    + entries(SearchWalk.ofPrices(search).entries()));
        }
        return database.sql(String.join(" union all ", counts))
                .params(values)
                .query((row, _) ->
                        new Counted(By.valueOf(row.getString("kind")), row.getString("term"), row.getInt("entries")))
                .list();
    }

    private static String entries(String walk) {
        return "(select count(*) from (" + walk + ") as few) as entries";
    }

    private static SearchWalk walk(ContractSearch search, Counted counted) {
        return switch (counted.by()) {
            case TERM -> SearchWalk.ofTerm(search, counted.name());
            case BEGINNING -> SearchWalk.ofBeginning(counted.name());
            case SHELVES -> SearchWalk.ofShelves(search);
            case PRICES -> SearchWalk.ofPrices(search);
        };
    }

    /// As `contract_term` has an item's type.
    static @Nullable String typeTerm(@Nullable Long typeId) {
        return typeId == null ? null : "#" + typeId;
    }
}
