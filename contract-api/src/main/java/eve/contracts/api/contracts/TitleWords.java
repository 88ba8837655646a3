package eve.contracts.api.contracts;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a search asks of titles, split as `title_words` splits them: whole words, and the last one, which may be
/// only the beginning of a word.
///
/// The table of terms is in the order of code points, so all words with one beginning are one stretch of its index.
final class TitleWords {

    /// So many words with one beginning can be walked side by side; a beginning of more is looked for in each title.
    static final int MOST = 16;

    /// The last code point: what begins with a text comes before the text with this appended.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private static final String LOWER = "lower(cast(:q as text) collate \"pg_c_utf8\")";
    private static final String LAST_WORD = "[[:alnum:]]+[^[:alnum:]]*$";

    /// The words before the last, as rows.
    static final String WHOLE = "title_words(regexp_replace(" + LOWER + ", '" + LAST_WORD + "', '')) collate \"C\"";

    /// The last word; no row when there is none.
    static final String BEGINNING = "title_words(substring(" + LOWER + " from '" + LAST_WORD + "')) collate \"C\"";

    /// Every word in the table that begins so, one step of the index each.
    private static final String WITH_BEGINNING = """
            with recursive word(term) as (
                (select term from contract_term where term >= :beginning and term < :beyond order by term limit 1)
                union all
                select (select contract_term.term from contract_term
                    where contract_term.term > word.term and contract_term.term < :beyond
                    order by contract_term.term limit 1)
                from word where word.term is not null
            )
            select term from word where term is not null limit :most
            """;

    static String beyond(String beginning) {
        return beginning + LAST;
    }

    /// @return the words that begin so; empty when they are more than [#MOST]
    static List<String> with(String beginning, JdbcClient database) {
        List<String> words = database.sql(WITH_BEGINNING)
                .param("beginning", beginning)
                .param("beyond", beyond(beginning))
                .param("most", MOST + 1)
                .query((row, number) -> row.getString(1))
                .list();
        return words.size() > MOST ? List.of() : words;
    }

    private TitleWords() {}
}
