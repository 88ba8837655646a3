package eve.contracts.aggregator.intake;

import eve.contracts.logging.SparseLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records of a lane that have a place in the window: each is worked on by a thread of its own until it is dealt
/// with or handed over, or gets another turn later.
///
/// What is not private is called by the lane, which holds its lock then.
final class Running {

    private static final Logger log = LoggerFactory.getLogger(Running.class);
    /// Of those that were handed over; each is a thread that still waits for ESI or the database.
    private static final int MOST_STILL_AT_WORK = 4_096;
    private static final Duration ANOTHER_TURN = Duration.ofSeconds(1);
    /// When nothing was dealt with for so long, it is not for the record that it does not get on.
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private final Traffic traffic;
    private final Limits limits;
    private final Window window;
    private final Throttle throttle;
    private final Executor threads;
    private final Clock clock;
    private final Alarm alarm;
    private final ReentrantLock lock;
    private final Condition idle;
    private final Deque<Delivery> again = new ArrayDeque<>();
    private final SparseLog defects = new SparseLog(log);
    private int stillAtWork;
    private Instant lastDone = Instant.EPOCH;
    private Instant doneWithoutStandstillSince = Instant.EPOCH;

    Running(
            Traffic traffic,
            Limits limits,
            Window window,
            Throttle throttle,
            Executor threads,
            Clock clock,
            Alarm alarm,
            ReentrantLock lock) {
        this.traffic = traffic;
        this.limits = limits;
        this.window = window;
        this.throttle = throttle;
        this.threads = threads;
        this.clock = clock;
        this.alarm = alarm;
        this.lock = lock;
        this.idle = lock.newCondition();
    }

    void start(Delivery delivery, Instant now) {
        if (!delivery.isStarted()) {
            delivery.firstStartedAt = now;
        }
        delivery.startedAt = now;
        delivery.handedOver = false;
        delivery.assignment.running++;
        Job job = traffic.work().apply(delivery.record);
        delivery.job = job;
        threads.execute(() -> work(delivery, job));
    }

    /// Starts what waits for another turn and may have it now.
    void startAgain(Instant now) {
        for (Delivery next = again.peekFirst(); next != null; next = again.peekFirst()) {
            if (next.nextTurnAt.isAfter(now)) {
                alarm.at(next.nextTurnAt);
                return;
            }
            again.removeFirst();
            start(next, now);
        }
    }

    private void work(Delivery delivery, Job job) {
        boolean done = false;
        try {
            done = job.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            defects.error(
                    e, "A defect: a record of {} could not be worked on and is tried again", delivery.record.topic());
        } finally {
            window.giveBack(traffic.fresh(), ended(delivery, done));
        }
    }

    /// @return the places in the window that are free now
    private int ended(Delivery delivery, boolean done) {
        lock.lock();
        try {
            delivery.assignment.running--;
            delivery.job = null;
            idle.signalAll();
            if (delivery.finished) {
                stillAtWork--;
                return 0;
            }
            if (delivery.assignment.revoked) {
                return 1;
            }
            Instant now = clock.instant();
            if (done) {
                noteProgress(now);
                return finish(delivery);
            }
            Instant open = limits.opensAt().get();
            Instant soon = now.plus(ANOTHER_TURN);
            delivery.nextTurnAt = open.isAfter(soon) ? open : soon;
            again.addLast(delivery);
            alarm.at(delivery.nextTurnAt);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private int finish(Delivery delivery) {
        int places = delivery.assignment.finish(delivery);
        throttle.adapt(delivery.assignment);
        return places;
    }

    private void noteProgress(Instant now) {
        if (lastDone.isBefore(now.minus(STANDSTILL))) {
            doneWithoutStandstillSince = now;
        }
        lastDone = now;
    }

    /// Hands over to the retry tiers whatever has held its partition back for longer than the deadline: not while calls
    /// to ESI pause, which is no failure of the record. One that found no turn at ESI, again and again while others
    /// did, goes there too, but no attempt is counted. One that stores at that moment is asked again later.
    void handOverLate(Assignments assignments) {
        Instant now = clock.instant();
        if (now.isBefore(limits.opensAt().get()) || stillAtWork >= MOST_STILL_AT_WORK) {
            return;
        }
        Instant late = now.minus(limits.deadline());
        boolean othersGetOn = !lastDone.isBefore(now.minus(STANDSTILL)) && !doneWithoutStandstillSince.isAfter(late);
        assignments.forEachRunning(delivery -> {
            boolean tooSlow = !delivery.startedAt.isAfter(late);
            boolean passedOver = othersGetOn && !delivery.firstStartedAt.isAfter(late);
            Job job = delivery.job;
            if (job != null && !delivery.handedOver && (tooSlow || passedOver)) {
                delivery.handedOver = true;
                threads.execute(() -> handOver(delivery, job, tooSlow));
            }
        });
    }

    private void handOver(Delivery delivery, Job job, boolean failed) {
        boolean done;
        try {
            done = job.handOver(failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        int places = 0;
        lock.lock();
        try {
            if (!done) {
                delivery.handedOver = false;
            } else if (!delivery.assignment.revoked && !delivery.finished) {
                stillAtWork += delivery.job == null ? 0 : 1;
                places = finish(delivery);
            }
        } finally {
            lock.unlock();
        }
        window.giveBack(traffic.fresh(), places);
    }

    /// Waits within the grace time for what runs of these partitions. Records that wait for another turn are not waited
    /// for: their new owner takes them up.
    void awaitEnd(Collection<Assignment> ending) {
        long left = limits.grace().toNanos();
        try {
            while (left > 0 && ending.stream().anyMatch(assignment -> assignment.running > 0)) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void forgetRevoked() {
        again.removeIf(delivery -> delivery.assignment.revoked);
    }
}
