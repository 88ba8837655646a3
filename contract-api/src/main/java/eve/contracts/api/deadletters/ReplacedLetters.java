package eve.contracts.api.deadletters;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Renames the dead letters of a topic that was replaced by a new one of the same name. Partition and offset
/// now identify other records, so the id of the old topic is appended to each id. The dead letters can still be
/// read, discarded and, if their bytes are in the table, replayed.
@Component
class ReplacedLetters {

    private static final int PIECE = 2_000;

    private static final List<String> BY_ID = List.of("dead_letter", "dead_letter_decision", "dead_letter_history");

    private static final String OTHERS = """
            with item as (
                update redrive_item set dead_letter_id = dead_letter_id || :suffix
                where dead_letter_id !~ '-.*-' and redrive_id in (select id from redrive where state = 'RUNNING')
            )
            update replay set dead_letter_id = dead_letter_id || :suffix
            where sent_at is null and refused is null and dead_letter_id !~ '-.*-'
            """;

    private final JdbcClient database;

    ReplacedLetters(JdbcClient database) {
        this.database = database;
    }

    /// Renames the ids, within a transaction that keeps other replicas from projecting the topic.
    void setApart(String topicId) {
        BY_ID.forEach(table -> setApart(table, "-" + topicId));
        database.sql(OTHERS).param("suffix", "-" + topicId).update();
    }

    private void setApart(String table, String suffix) {
        var last = "";
        while (true) {
            var next = database.sql(
                            "select id from " + table + " where id > :last group by id order by id limit :piece")
                    .param("last", last)
                    .param("piece", PIECE)
                    .query(String.class)
                    .list();
            if (next.isEmpty()) {
                return;
            }
            database.sql("update " + table + " set id = id || :suffix where id in (:ids) and id !~ '-.*-'")
                    .param("suffix", suffix)
                    .param("ids", next)
                    .update();
            last = next.getLast();
        }
    }
}
