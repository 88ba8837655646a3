package eve.contracts.api.contracts.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One index scan that finds the contracts of a search: SQL that reads at most [#SCAN_LIMIT] index entries and
/// returns the columns `sort_key` and `contract_id`.
///
/// @param covers the term that all entries have, so that it need not be checked again; or [#PREFIX]
/// @param entries the SQL; it returns every contract of the search, up to the scan limit, and also some that do
///     not match
/// @param inOrder whether the entries begin after the cursor and are in the order of the search. Entries that
///     are not in order can be used only when the scan reads all of them
/// @param parameters of the SQL, besides those that all scans of the search share
record IndexScan(String covers, String entries, boolean inOrder, Map<String, Object> parameters) {

    /// The maximum number of index entries that one statement reads. Most pages are full; where fewer contracts
    /// match within the limit, the answer has a cursor to continue from.
    static final int SCAN_LIMIT = 2_000;

    IndexScan(String covers, String entries, boolean inOrder) {
        this(covers, entries, inOrder, Map.of());
    }

    static final String LIMIT = " limit " + SCAN_LIMIT;

    /// Means that a word of the title has the requested prefix.
    static final String PREFIX = "^";

    /// The index scans that are possible for a search.
    interface Choice {

        /// Returns the scans to choose from; the scan of [#inOrder] may be missing.
        List<IndexScan> scans();

        /// Returns the scan to use when no scan can be read to its end.
        IndexScan inOrder(JdbcClient database);

        /// Returns the SQL parameters that all scans and conditions share.
        Map<String, @Nullable Object> parameters();

        /// Returns the filters as SQL conditions on an `entry` of the scan and its `contract`.
        List<String> conditions(IndexScan scan);

        /// Returns the sort key of an `entry` and its `contract`, as SQL.
        String key();
    }

    static String order(String direction) {
        return " order by sort_key" + direction + ", contract_id" + direction + LIMIT;
    }

    /// Returns a scan of all words that have the requested prefix, in no order.
    ///
    /// @param table the table of terms
    static IndexScan ofPrefix(String table, String columns) {
        return new IndexScan(
                PREFIX,
                "select distinct null as " + columns + " from (select * from " + table
                        + " where term >= :prefix and term < :beyond" + LIMIT + ") as few",
                false);
    }

    /// Returns a scan of the given words, in the order of the search. A contract that has several of the words
    /// is returned once.
    ///
    /// @param range returns the SQL for the entries of one word, given the name of the word's parameter
    static IndexScan ofWords(List<String> words, UnaryOperator<String> range, String columns, String direction) {
        var ranges = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        for (var word : words) {
            var parameter = "word" + ranges.size();
            parameters.put(parameter, word);
            ranges.add(range.apply(":" + parameter));
        }
        var merged = ranges.size() == 1
                ? ranges.getFirst()
                : "select distinct " + columns + " from ((" + String.join(") union all (", ranges) + ")) as merged"
                        + order(direction);
        return new IndexScan(PREFIX, merged, true, Map.copyOf(parameters));
    }
}
