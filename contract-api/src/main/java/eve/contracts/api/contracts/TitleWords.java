package eve.contracts.api.contracts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a search asks of titles: terms, and the beginning of one, as the database's own `title_question` has them.
///
/// The tables of terms are in the order of code points, so all words with one beginning are one stretch of an index.
final class TitleWords {

    /// So many words with one beginning can be walked side by side; a beginning of more is looked for in each title.
    static final int MOST = 16;

    /// The last code point: what begins with a text comes before the text with this appended.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /// Every word in the table that begins so, one step of the index each.
    private static final String WITH_BEGINNING = """
            with recursive word(term) as (
                (select term from %1$s where term >= :beginning and term < :beyond order by term limit 1)
                union all
                select (select %1$s.term from %1$s where %1$s.term > word.term and %1$s.term < :beyond
                    order by %1$s.term limit 1)
                from word where word.term is not null
            )
            select term from word where term is not null limit :most
            """;

    static String beyond(String beginning) {
        return beginning + LAST;
    }

    static SearchTerms asked(String q, JdbcClient database) {
        var all = new ArrayList<String>();
        var beginnings = new ArrayList<@Nullable String>();
        database.sql("select term, is_beginning from title_question(:q)")
                .param("q", q)
                .query(row -> {
                    (row.getBoolean("is_beginning") ? beginnings : all).add(row.getString("term"));
                });
        return new SearchTerms(List.copyOf(all), beginnings.isEmpty() ? null : beginnings.getFirst());
    }

    /// @param table of terms
    /// @return the words that begin so; empty when they are more than [#MOST]
    static List<String> with(String beginning, String table, JdbcClient database) {
        List<String> words = database.sql(WITH_BEGINNING.formatted(table))
                .param("beginning", beginning)
                .param("beyond", beyond(beginning))
                .param("most", MOST + 1)
                .query((row, _) -> row.getString(1))
                .list();
        return words.size() > MOST ? List.of() : words;
    }

    private TitleWords() {}
}
