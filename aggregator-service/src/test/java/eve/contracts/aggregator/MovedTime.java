package eve.contracts.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// Runs the application on a clock that a test moves: tasks scheduled for an instant run when the clock reaches
/// it.
final class MovedTime implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Clock clock;

    MovedTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        context.registerBean("movedClock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
        context.registerBean("taskScheduler", TaskScheduler.class, () -> new Scheduler(clock));
    }

    private static final class Scheduler extends ThreadPoolTaskScheduler {

        private record Planned(Instant start, Runnable task) {}

        private final transient Clock moved;
        private final transient PriorityBlockingQueue<Planned> planned =
                new PriorityBlockingQueue<>(16, Comparator.comparing(Planned::start));

        Scheduler(Clock moved) {
            this.moved = moved;
            setPoolSize(4);
        }

        @Override
        public void afterPropertiesSet() {
            super.afterPropertiesSet();
            scheduleWithFixedDelay(this::runDue, LOOK);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, Instant start) {
            planned.add(new Planned(start, task));
            return super.schedule(() -> {}, Instant.now());
        }

        private synchronized void runDue() {
            for (Planned next = planned.peek();
                    next != null && !moved.instant().isBefore(next.start());
                    next = planned.peek()) {
                planned.remove(next);
                execute(next.task());
            }
        }
    }
}
