package eve.contracts.api.deadletters;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes dead letters that were decided long ago. The decisions stay, with name and note, so that the dead
/// letters are not open again when their topic is read again.
@Component
class DeadLetterRetention {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRetention.class);
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 100;

    private static final String DELETE = """
            delete from dead_letter where id = any(array(
                select letter.id from dead_letter letter join dead_letter_decision decision using (id)
                where letter.state in ('REPLAYED', 'FOLDED', 'ANSWERED', 'DISCARDED') and letter.died_at < :before
                    and decision.decided_at < :before
                limit :most for update of letter skip locked))
            """;

    private final JdbcClient database;
    private final DeadLetterProperties properties;

    DeadLetterRetention(JdbcClient database, DeadLetterProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    @Scheduled(initialDelay = 5, fixedRate = 60, timeUnit = TimeUnit.MINUTES)
    void delete() {
        try {
            for (int round = 0; round < ROUNDS && deleteSome() == AT_ONCE; round++) {
                log.debug("Deleted {} dead letters that were decided on long ago", AT_ONCE);
            }
        } catch (DataAccessException e) {
            log.warn("Decided dead letters are deleted later: {}", e.toString());
        }
    }

    private int deleteSome() {
        return database.sql(DELETE)
                .param("before", before())
                .param("most", AT_ONCE)
                .update();
    }

    /// Returns those of the ids that must not be shown any more.
    Set<String> deleted(Collection<String> ids) {
        return database.sql("select id from dead_letter_decision where id in (:ids) and state <> 'QUARANTINED'"
                        + " and decided_at < :before")
                .param("ids", ids)
                .param("before", before())
                .query((row, _) -> row.getString("id"))
                .set();
    }

    private Timestamp before() {
        return Timestamp.from(Instant.now().minus(properties.keepDecided()));
    }
}
