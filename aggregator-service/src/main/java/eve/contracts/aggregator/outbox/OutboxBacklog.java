package eve.contracts.aggregator.outbox;

import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the events in the outbox. It counts when a metric is read, but so seldom that the database spends at
/// most a hundredth of its time on it.
@Component
class OutboxBacklog {

    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(2);
    private static final int REST = 100;

    private final JdbcClient jdbc;
    private long notBefore = System.nanoTime();
    private Counts counts = new Counts(0, 0, 0);

    OutboxBacklog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    double pending() {
        return counts().pending();
    }

    double parked() {
        return counts().parked();
    }

    double oldestSeconds() {
        return counts().oldestSeconds();
    }

    private synchronized Counts counts() {
        long start = System.nanoTime();
        if (start - notBefore >= 0) {
            try {
                counts = count();
            } catch (DataAccessException e) {
                counts = new Counts(Double.NaN, Double.NaN, Double.NaN);
            }
            long end = System.nanoTime();
            notBefore = end + Math.max(AT_MOST_EVERY.toNanos(), REST * (end - start));
        }
        return counts;
    }

    private Counts count() {
        return jdbc.sql("""
                        select (select count(*) from outbox where parked_at is null) as pending,
                            (select count(*) from outbox where parked_at is not null) as parked,
                            (select coalesce(extract(epoch from now() - min(oldest.created_at)), 0)
                             from outbox_bucket cross join lateral (select created_at from outbox
                                 where outbox.bucket = outbox_bucket.bucket and parked_at is null
                                 order by sequence limit 1) oldest) as oldest_seconds""").query(Counts.class).single();
    }

    record Counts(double pending, double parked, double oldestSeconds) {}
}
