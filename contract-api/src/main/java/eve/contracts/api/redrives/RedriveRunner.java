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

/// Takes steps of redrives, sends what they decided, and looks what became of it; every replica does.
///
/// Each task has a thread of its own (at a fixed rate, not with a fixed delay), so that none waits for one that is
/// stuck; one that takes longer than its turn is not begun a second time meanwhile.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RedriveRunner {

    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedriveRunner.class);

    private final RedriveStep step;
    private final ReplayPublisher publisher;
    private final ReplayOutcomes outcomes;
    private final SparseLog failures = new SparseLog(LOG);
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

    /// A failure, such as a database that is out of reach, is told now and then, and the next turn tries again.
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
            LOG.debug("Redrives wait", e);
        } finally {
            lock.unlock();
        }
    }
}
