package eve.contracts.api.redrives;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/// Takes steps of redrives, and sends what they decided, as long as there is anything to do; every replica
/// does.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RedriveRunner {

    /// The thread is that of all work at intervals, which must not wait for the end of a long redrive.
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedriveRunner.class);

    private final RedriveStep step;
    private final ReplayPublisher publisher;
    private boolean failed;

    RedriveRunner(RedriveStep step, ReplayPublisher publisher) {
        this.step = step;
        this.publisher = publisher;
    }

    /// A failure, such as a database that is out of reach, is told once, and the next turn tries again.
    @Scheduled(fixedDelay = 200, timeUnit = TimeUnit.MILLISECONDS)
    void run() {
        long end = System.nanoTime() + LONGEST_TURN.toNanos();
        try {
            boolean decided;
            int sent;
            do {
                decided = step.take();
                sent = publisher.publish();
            } while ((decided || sent > 0) && System.nanoTime() < end);
            failed = false;
        } catch (RuntimeException e) {
            if (!failed) {
                LOG.warn(
                        "Redrives wait and are tried again: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
                LOG.debug("Redrives wait", e);
            }
            failed = true;
        }
    }
}
