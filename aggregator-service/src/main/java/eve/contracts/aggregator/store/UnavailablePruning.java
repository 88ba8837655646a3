package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes ids that are not to be had and were not asked for in a long time, so that they do not grow without end. Each
/// statement deletes few, and leaves to other replicas what they are deleting.
@Component
class UnavailablePruning {

    private static final Logger log = LoggerFactory.getLogger(UnavailablePruning.class);
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 100;

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
        Instant before = clock.instant().minus(properties.keepUnavailable());
        try {
            for (int round = 0; round < ROUNDS && deleteSome(before) == AT_ONCE; round++) {
                log.debug("Deleted {} ids that were not asked for since {}", AT_ONCE, before);
            }
        } catch (DataAccessException e) {
            log.warn(
                    "Ids that were not asked for since {} could not be deleted and are deleted later: {}",
                    before,
                    e.getMostSpecificCause().getMessage());
        }
    }

    private int deleteSome(Instant before) {
        return jdbc.sql("""
                        delete from unavailable_contract
                        where contract_id = any(array(
                            select contract_id from unavailable_contract
                            where coalesce(answered_at, observed_at) < :before
                            order by coalesce(answered_at, observed_at)
                            limit :most for update skip locked))""")
                .param("before", Timestamp.from(before))
                .param("most", AT_ONCE)
                .update();
    }
}
