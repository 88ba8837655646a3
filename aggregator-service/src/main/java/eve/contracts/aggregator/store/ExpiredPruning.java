package eve.contracts.aggregator.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes expired contracts from the terms by which searches find open contracts, so that searches need not
/// skip them. Searches do not return them before that either, because they check the expiry time.
@Component
class ExpiredPruning {

    private static final Logger log = LoggerFactory.getLogger(ExpiredPruning.class);
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 100;
    /// The difference allowed between clocks.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /// Locks the contract first, like every statement that changes it.
    private static final String EXPIRED = """
            delete from open_term
            where contract_id = any(array(
                select contract_id from contract
                where contract_id = any(array(
                    select contract_id from open_term where term = '*' and date_expired < :before
                    order by date_expired limit :most))
                order by contract_id for no key update skip locked))""";

    private final JdbcClient jdbc;
    private final Clock clock;

    ExpiredPruning(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void prune() {
        try {
            for (int round = 0; round < ROUNDS && pruneSome() > 0; round++) {
                log.debug("Removed expired contracts from the open ones");
            }
        } catch (DataAccessException e) {
            log.warn(
                    "Expired contracts could not be removed from the open ones, which is tried again: {}",
                    e.getMostSpecificCause().getMessage());
        }
    }

    private int pruneSome() {
        return jdbc.sql(EXPIRED)
                .param("before", Timestamp.from(clock.instant().minus(MARGIN)))
                .param("most", AT_ONCE)
                .update();
    }
}
