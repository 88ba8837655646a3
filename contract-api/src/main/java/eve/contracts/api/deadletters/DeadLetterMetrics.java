package eve.contracts.api.deadletters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Publishes the number of dead letters by reason and state, and of redrives by state; up to 15 seconds old.
@Component
class DeadLetterMetrics {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterMetrics.class);

    /// The age of the oldest replay that is not sent, in seconds.
    private static final String UNSENT = """
            select coalesce(extract(epoch from now() - min(decided_at)), 0)::bigint from replay
            where sent_at is null and refused is null
            """;

    /// Returns a row for every state, including zeros, so that the first redrive in a state shows as an
    /// increase.
    private static final String REDRIVES = """
            select state, count(id) as redrives
            from unnest(array['RUNNING', 'SENT', 'DONE', 'CANCELLED', 'HALTED']) as state left join redrive using (state)
            group by state
            """;

    private final DeadLetters deadLetters;
    private final JdbcClient database;
    private final MultiGauge letters;
    private final MultiGauge redrives;
    private final AtomicLong unsentSeconds = new AtomicLong();

    DeadLetterMetrics(DeadLetters deadLetters, JdbcClient database, MeterRegistry meters) {
        this.deadLetters = deadLetters;
        this.database = database;
        this.letters = MultiGauge.builder("contracts.deadletters")
                .description("Dead letters by reason and by what was decided on them")
                .register(meters);
        meters.gauge("contracts.redrives.unsent.age", Tags.empty(), unsentSeconds);
        this.redrives = MultiGauge.builder("contracts.redrives")
                .description("Redrives by state")
                .register(meters);
    }

    @Scheduled(fixedRate = 15, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            letters.register(
                    deadLetters.counts().reasons().stream()
                            .map(count -> MultiGauge.Row.of(
                                    Tags.of(
                                            "reason",
                                            count.reason(),
                                            "state",
                                            count.state().name()),
                                    count.deadLetters()))
                            .toList(),
                    true);
            redrives.register(
                    database
                            .sql(REDRIVES)
                            .query((row, _) -> MultiGauge.Row.of(
                                    Tags.of("state", row.getString("state")), row.getLong("redrives")))
                            .list()
                            .stream()
                            .toList(),
                    true);
            unsentSeconds.set(database.sql(UNSENT).query(Long.class).single());
        } catch (DataAccessException | TransactionException e) {
            log.debug("The counts of dead letters stay as they were", e);
        }
    }
}
