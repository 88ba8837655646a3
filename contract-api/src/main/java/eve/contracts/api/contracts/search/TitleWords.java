package eve.contracts.api.contracts.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Parses the title words of a search into terms and a prefix, with the database function `title_question`.
///
/// The tables of terms are sorted by code point, so all words with one prefix are one range of an index.
final class TitleWords {

    /// The maximum number of words with one prefix that are scanned together. With more words, the prefix is
    /// checked in each title.
    static final int MOST = 16;

    /// The last code point. Every text with a prefix sorts before the prefix with this code point appended.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /// Returns every word in the table that has the prefix, with one index step for each.
    private static final String WITH_PREFIX = """
            with recursive word(term) as (
                (select term from %1$s where term >= :prefix and term < :beyond order by term limit 1)
                union all
                select (select %1$s.term from %1$s where %1$s.term > word.term and %1$s.term < :beyond
                    order by %1$s.term limit 1)
                from word where word.term is not null
            )
            select term from word where term is not null limit :most
            """;

    static String beyond(String prefix) {
        return prefix + LAST;
    }

    static SearchTerms asked(String q, JdbcClient database) {
        var all = new ArrayList<String>();
        var prefixes = new ArrayList<@Nullable String>();
        database.sql("select term, is_beginning from title_question(:q)")
                .param("q", q)
                .query(row -> {
                    (row.getBoolean("is_beginning") ? prefixes : all).add(row.getString("term"));
                });
        return new SearchTerms(List.copyOf(all), prefixes.isEmpty() ? null : prefixes.getFirst());
    }

    /// @param table the table of terms
    /// @return the words with the prefix; empty when there are more than [#MOST]
    static List<String> with(String prefix, String table, JdbcClient database) {
        List<String> words = database.sql(WITH_PREFIX.formatted(table))
                .param("prefix", prefix)
                .param("beyond", beyond(prefix))
                .param("most", MOST + 1)
                .query((row, _) -> row.getString(1))
                .list();
        return words.size() > MOST ? List.of() : words;
    }

    private TitleWords() {}
}
