package eve.contracts.api.redrives;

import eve.contracts.logging.SparseLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/// Runs redrives on a schedule: takes their steps, sends the decided replays, and reads the outcomes. Every
/// replica does this.
///
/// Each task has its own thread (a fixed rate, not a fixed delay), so that a stuck task does not delay the
/// others. A task that takes longer than its period is not started a second time.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RedriveRunner {

    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RedriveRunner.class);

    private final RedriveStep step;
    private final ReplayPublisher publisher;
    private final ReplayOutcomes outcomes;
    private final SparseLog failures = new SparseLog(log);
    private final ReentrantLock running = new ReentrantLock();
    private final ReentrantLock looking = new ReentrantLock();

    private volatile long lastTurn = System.nanoTime();

    RedriveRunner(RedriveStep step, ReplayPublisher publisher, ReplayOutcomes outcomes, MeterRegistry meters) {
        Gauge.builder("contracts.redrives.turn.age", this, RedriveRunner::secondsSinceTurn)
                .description("Seconds since this replica last looked after redrives without a failure")
                .register(meters);
        this.step = step;
        this.publisher = publisher;
        this.outcomes = outcomes;
    }

    @Scheduled(fixedRate = 200, timeUnit = TimeUnit.MILLISECONDS)
    void run() {
        unlessBusy(running, () -> {
            long end = System.nanoTime() + LONGEST_TURN.toNanos();
            boolean decided;
            int sent;
            do {
                decided = step.take();
                sent = publisher.publish();
            } while ((decided || sent > 0) && System.nanoTime() < end);
            lastTurn = System.nanoTime();
        });
    }

    private double secondsSinceTurn() {
        return (System.nanoTime() - lastTurn) / 1e9;
    }

    @Scheduled(fixedRate = 500, timeUnit = TimeUnit.MILLISECONDS)
    void look() {
        unlessBusy(looking, outcomes::look);
    }

    /// Runs the task unless it is still running. A failure, such as an unavailable database, is logged at
    /// intervals, and the next run tries again.
    private void unlessBusy(ReentrantLock lock, Runnable task) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            failures.warn(
                    "Redrives wait and are tried again: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            log.debug("Redrives wait", e);
        } finally {
            lock.unlock();
        }
    }
}
