package eve.contracts.aggregator.intake.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The records of one listener that have a place in the window. Each runs on a thread of its own until it is
/// done or handed over, or waits for another turn.
///
/// The listener holds its lock when it calls a method that is not private.
final class InFlightRecords {

    /// The most tasks that may go on after their record was handed over; each still waits for a call on its own
    /// thread.
    private static final int MAX_TASKS_LEFT_BEHIND = 4_096;
    private static final Duration BETWEEN_TURNS = Duration.ofSeconds(1);
    /// If no record was done for this long, a slow record is not to blame.
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private final RecordHandler handler;
    private final ListenerSettings settings;
    private final InFlightWindow window;
    private final ConsumerPauser pauser;
    private final Executor threads;
    private final Clock clock;
    private final WakeUpTimer timer;
    private final ReentrantLock lock;
    private final Condition taskEnded;
    /// Those that wait for another turn, in order of that turn.
    private final Deque<TrackedRecord> suspended = new ArrayDeque<>();
    private int tasksLeftBehind;
    private Instant lastDone = Instant.EPOCH;
    private Instant progressSince = Instant.EPOCH;

    InFlightRecords(
            RecordHandler handler,
            ListenerSettings settings,
            InFlightWindow window,
            ConsumerPauser pauser,
            Executor threads,
            Clock clock,
            WakeUpTimer timer,
            ReentrantLock lock) {
        this.handler = handler;
        this.settings = settings;
        this.window = window;
        this.pauser = pauser;
        this.threads = threads;
        this.clock = clock;
        this.timer = timer;
        this.lock = lock;
        this.taskEnded = lock.newCondition();
    }

    void start(TrackedRecord record, Instant now) {
        var task = handler.begin(record.record());
        record.start(task, now);
        threads.execute(() -> run(record, task));
    }

    /// Starts the suspended records whose turn it is.
    void startSuspended(Instant now) {
        for (var next = suspended.peekFirst(); next != null; next = suspended.peekFirst()) {
            if (next.nextTurnAt().isAfter(now)) {
                timer.wakeUpAt(next.nextTurnAt());
                return;
            }
            suspended.removeFirst();
            start(next, now);
        }
    }

    private void run(TrackedRecord record, RecordTask task) {
        boolean done = false;
        try {
            done = task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            handler.taskFailed(record.record(), e);
        } finally {
            window.release(settings.preferred(), ended(record, done));
        }
    }

    /// @return the places in the window that are free now
    private int ended(TrackedRecord record, boolean done) {
        lock.lock();
        try {
            record.taskEnded();
            taskEnded.signalAll();
            if (record.isDone()) {
                tasksLeftBehind--;
                return 0;
            }
            if (record.partition().isRevoked()) {
                return 1;
            }
            var now = clock.instant();
            if (done) {
                noteProgress(now);
                return finish(record);
            }
            suspend(record, now);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private void suspend(TrackedRecord record, Instant now) {
        var pausedUntil = handler.pausedUntil();
        var soon = now.plus(BETWEEN_TURNS);
        record.suspendUntil(pausedUntil.isAfter(soon) ? pausedUntil : soon);
        suspended.addLast(record);
        timer.wakeUpAt(record.nextTurnAt());
    }

    private int finish(TrackedRecord record) {
        int places = record.partition().done(record);
        pauser.update(record.partition());
        return places;
    }

    private void noteProgress(Instant now) {
        if (lastDone.isBefore(now.minus(STANDSTILL))) {
            progressSince = now;
        }
        lastDone = now;
    }

    /// Hands over the records that have held back their partitions for longer than the deadline. It does not do
    /// so while the listener is paused, which is no failure of the record. A record that repeatedly got no turn
    /// while others were done is handed over without counting an attempt. A record that must stay now is asked
    /// again later.
    void handOverLate(Partitions partitions) {
        var now = clock.instant();
        if (now.isBefore(handler.pausedUntil()) || tasksLeftBehind >= MAX_TASKS_LEFT_BEHIND) {
            return;
        }
        var late = now.minus(settings.deadline());
        boolean othersProgress = !lastDone.isBefore(now.minus(STANDSTILL)) && !progressSince.isAfter(late);
        partitions.forEachRunning(record -> {
            boolean tooSlow = record.startedBy(late);
            if (tooSlow || othersProgress && record.firstStartedBy(late)) {
                var task = record.beginHandOver();
                if (task != null) {
                    threads.execute(() -> handOver(record, task, tooSlow));
                }
            }
        });
    }

    private void handOver(TrackedRecord record, RecordTask task, boolean failed) {
        boolean sent;
        try {
            sent = task.handOver(failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        int places = 0;
        lock.lock();
        try {
            if (!sent) {
                record.handOverRefused();
            } else if (!record.partition().isRevoked() && !record.isDone()) {
                tasksLeftBehind += record.isRunning() ? 1 : 0;
                places = finish(record);
            }
        } finally {
            lock.unlock();
        }
        window.release(settings.preferred(), places);
    }

    /// Waits within the grace time for the running tasks of these partitions. It does not wait for suspended
    /// records: the next owner of the partition starts them again.
    void awaitEnd(Collection<PartitionState> ending) {
        long left = settings.grace().toNanos();
        try {
            while (left > 0 && ending.stream().anyMatch(state -> state.runningTasks() > 0)) {
                left = taskEnded.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void forgetRevoked() {
        suspended.removeIf(record -> record.partition().isRevoked());
    }
}
