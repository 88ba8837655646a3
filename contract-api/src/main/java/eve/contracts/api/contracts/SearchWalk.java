package eve.contracts.api.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A way to come by the contracts of a search: reads at most [#EXAMINED] entries of an index, as SQL with the columns
/// `sort_key` and `contract_id`.
///
/// @param answers what need not be asked of its contracts again: a term, or [#BEGINNING]
/// @param entries the SQL; not more contracts than these, and not all of them need fit
/// @param inOrder whether the entries begin after the cursor and come in the order of the search; otherwise they are
///     good only when they are all there are
record SearchWalk(String answers, String entries, boolean inOrder) {

    /// What one statement costs at most. Full pages are the rule; where fewer contracts fit, the answer says how to go
    /// on.
    static final int EXAMINED = 2_000;

    static final String LIMIT = " limit " + EXAMINED;

    /// That a word of the title has the beginning asked for.
    static final String BEGINNING = "^";

    /// The walks that a search has where its contracts are found.
    interface Choice {

        /// Ways to come by the contracts; that of [#inOrder] may be left out.
        List<SearchWalk> walks();

        /// The way to take when none can be read to its end.
        SearchWalk inOrder(JdbcClient database);

        /// The filters, as SQL about an `entry` of the walk and its `contract`.
        List<String> conditions(SearchWalk walk);

        /// The sort key of an `entry` and its `contract`.
        String key();
    }

    static String order(String direction) {
        return " order by sort_key" + direction + ", contract_id" + direction + LIMIT;
    }

    /// By whatever word has the beginning asked for, in no order.
    ///
    /// @param table of terms
    static SearchWalk ofBeginning(String table, String columns) {
        return new SearchWalk(
                BEGINNING,
                "select distinct null as " + columns + " from (select * from " + table
                        + " where term >= :beginning and term < :beyond" + LIMIT + ") as few",
                false);
    }

    /// By the words that have the beginning asked for, in the order of the search; a contract with several is there
    /// once.
    ///
    /// @param values of the parameters; the words are put there
    /// @param stretch the entries of a word, which its parameter names
    static SearchWalk ofWords(
            List<String> words,
            Map<String, Object> values,
            UnaryOperator<String> stretch,
            String columns,
            String direction) {
        var stretches = new ArrayList<String>();
        for (var word : words) {
            var parameter = "word" + stretches.size();
            values.put(parameter, word);
            stretches.add(stretch.apply(":" + parameter));
        }
        var merged = stretches.size() == 1
                ? stretches.getFirst()
                : "select distinct " + columns + " from ((" + String.join(") union all (", stretches) + ")) as merged"
                        + order(direction);
        return new SearchWalk(BEGINNING, merged, true);
    }
}
