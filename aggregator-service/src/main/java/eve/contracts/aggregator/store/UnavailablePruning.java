package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes unavailable ids that were not requested for a long time, and records of answers that changed
/// nothing, so that the tables do not grow without limit. Each statement deletes few rows, and skips rows that
/// another replica is deleting.
@Component
class UnavailablePruning {

    private static final Logger log = LoggerFactory.getLogger(UnavailablePruning.class);
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 100;
    /// As long as topics keep ids, which is longer than a dead letter waits to be projected.
    private static final Duration KEEP_UNCHANGED = Duration.ofDays(8);

    private static final String UNAVAILABLE = """
            delete from unavailable_contract
            where contract_id = any(array(
                select contract_id from unavailable_contract
                where coalesce(answered_at, observed_at) < :before
                order by coalesce(answered_at, observed_at)
                limit :most for update skip locked))""";

    private static final String UNCHANGED = """
            delete from unchanged_answer
            where contract_id = any(array(
                select contract_id from unchanged_answer
                where answered_at < :before and not exists (select from dead_letter
                    where dead_letter.contract_id = unchanged_answer.contract_id and state in ('OPEN', 'QUARANTINED')
                        and died_at < unchanged_answer.answered_at)
                order by answered_at
                limit :most for update skip locked))""";

    private final JdbcClient jdbc;
    private final StoreProperties properties;
    private final Clock clock;

    UnavailablePruning(JdbcClient jdbc, StoreProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void prune() {
        delete(UNAVAILABLE, clock.instant().minus(properties.keepUnavailable()));
        delete(UNCHANGED, clock.instant().minus(KEEP_UNCHANGED));
    }

    private void delete(String statement, Instant before) {
        try {
            for (int round = 0; round < ROUNDS && deleteSome(statement, before) == AT_ONCE; round++) {
                log.debug("Deleted {} ids that were not requested since {}", AT_ONCE, before);
            }
        } catch (DataAccessException e) {
            log.warn(
                    "Ids that were not requested since {} could not be deleted and are deleted later: {}",
                    before,
                    e.getMostSpecificCause().getMessage());
        }
    }

    private int deleteSome(String statement, Instant before) {
        return jdbc.sql(statement)
                .param("before", Timestamp.from(before))
                .param("most", AT_ONCE)
                .update();
    }
}
