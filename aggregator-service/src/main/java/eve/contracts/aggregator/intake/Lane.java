package eve.contracts.aggregator.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/// The way of one topic's records through this process: the container delivers them in order, they start in order of
/// their partition once they are due and the window has a place, run side by side, and are acknowledged as a contiguous
/// prefix.
///
/// Nothing here blocks the container's thread: what cannot start yet is held, and when much is held, or ESI is out of
/// reach, the container is paused (it goes on polling, so the group is not left). Holding costs memory only, no thread.
final class Lane implements AcknowledgingMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    /// Runs a task once at an instant, or as soon as possible after it.
    interface Timer {
        void runAt(Instant instant, Runnable task);
    }

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final int HOLD_AT_MOST = 1_000;
    private static final Duration ANOTHER_TURN = Duration.ofSeconds(1);

    private final Traffic traffic;
    private final Limits limits;
    private final Window window;
    private final Executor threads;
    private final Timer timer;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Assignments assignments = new Assignments();
    private final Deque<Delivery> again = new ArrayDeque<>();
    private @Nullable MessageListenerContainer container;
    private Instant nextLook = Instant.MAX;
    private boolean stopping;

    Lane(Traffic traffic, Limits limits, Window window, Executor threads, Timer timer, Clock clock) {
        this.traffic = traffic;
        this.limits = limits;
        this.window = window;
        this.threads = threads;
        this.timer = timer;
        this.clock = clock;
        window.onFree(this::startWhatMayStart);
    }

    void attach(MessageListenerContainer container) {
        this.container = container;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record, @Nullable Acknowledgment acknowledgment) {
        if (acknowledgment == null) {
            throw new IllegalStateException("The container must leave acknowledgement to the lane");
        }
        lock.lock();
        try {
            assignments.deliver(record, acknowledgment, traffic.due().apply(record));
            startWhatMayStart();
        } finally {
            lock.unlock();
        }
    }

    /// Starts held records as far as due times, window and ESI's budget allow.
    private void startWhatMayStart() {
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant open = limits.opensAt().get();
            if (!now.isBefore(open) && !stopping) {
                again.forEach(this::run);
                again.clear();
                assignments.all().forEach(assignment -> startHeld(assignment, now));
            }
            throttle();
        } finally {
            lock.unlock();
        }
    }

    /// In order of the partition, so that what holds a place never waits for what holds none.
    private void startHeld(Assignment assignment, Instant now) {
        for (Delivery next = assignment.nextHeld(); next != null; next = assignment.nextHeld()) {
            if (next.due.isAfter(now)) {
                lookAgainAt(next.due);
                return;
            }
            if (!window.tryTake(traffic.fresh())) {
                return;
            }
            assignment.takeHeld();
            run(next);
        }
    }

    private void run(Delivery delivery) {
        delivery.assignment.running++;
        delivery.startedAt = clock.instant();
        Job job = traffic.work().apply(delivery.record);
        delivery.job = job;
        threads.execute(() -> {
            boolean done = false;
            try {
                done = job.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error(
                        "A defect: a record of {} could not be worked on and is tried again",
                        delivery.record.topic(),
                        e);
            } finally {
                window.giveBack(traffic.fresh(), ended(delivery, done));
            }
        });
    }

    /// @return the places in the window that are free now
    private int ended(Delivery delivery, boolean done) {
        lock.lock();
        try {
            delivery.assignment.running--;
            delivery.job = null;
            idle.signalAll();
            if (delivery.finished) {
                return 0;
            }
            if (delivery.assignment.revoked) {
                return 1;
            }
            if (done) {
                return delivery.assignment.finish(delivery);
            }
            again.addLast(delivery);
            Instant open = limits.opensAt().get();
            Instant soon = clock.instant().plus(ANOTHER_TURN);
            lookAgainAt(open.isAfter(soon) ? open : soon);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /// Hands over to the retry tiers whatever has held its partition back for longer than the deadline; not while ESI
    /// is out of reach, which is no failure of the record.
    void handOverLate() {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (now.isBefore(limits.opensAt().get())) {
                return;
            }
            Instant late = now.minus(limits.deadline());
            for (Assignment assignment : assignments.all()) {
                Delivery first = assignment.late(late);
                if (first != null && first.job != null) {
                    first.handedOver = true;
                    Job job = first.job;
                    threads.execute(() -> handOver(first, job));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOver(Delivery delivery, Job job) {
        try {
            if (!job.handOver()) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        int places = 0;
        lock.lock();
        try {
            if (!delivery.assignment.revoked && !delivery.finished) {
                places = delivery.assignment.finish(delivery);
            }
        } finally {
            lock.unlock();
        }
        window.giveBack(traffic.fresh(), places);
    }

    private void lookAgainAt(Instant instant) {
        if (stopping || !instant.isBefore(nextLook)) {
            return;
        }
        nextLook = instant;
        timer.runAt(instant, () -> {
            lock.lock();
            try {
                nextLook = Instant.MAX;
                startWhatMayStart();
            } finally {
                lock.unlock();
            }
        });
    }

    private void throttle() {
        MessageListenerContainer delivering = container;
        if (delivering == null) {
            return;
        }
        Instant open = limits.opensAt().get();
        boolean closed = clock.instant().isBefore(open);
        int held = assignments.held();
        if (closed) {
            lookAgainAt(open);
        }
        if ((closed || held >= HOLD_AT_MOST) && !delivering.isPauseRequested()) {
            delivering.pause();
        } else if (!closed && held < HOLD_AT_MOST / 2 && delivering.isPauseRequested()) {
            delivering.resume();
        }
    }

    /// From now on nothing is started.
    void stopStarting() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        revoke(revoked);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        lose(lost);
    }

    /// Starts nothing more of these partitions and waits, within the grace time, for what runs.
    void revoke(Collection<TopicPartition> revoked) {
        int places;
        lock.lock();
        try {
            List<Assignment> ending = assignments.of(revoked);
            ending.forEach(Assignment::dropHeld);
            awaitIdle(ending);
            places = forget(revoked);
        } finally {
            lock.unlock();
        }
        window.giveBack(traffic.fresh(), places);
    }

    void lose(Collection<TopicPartition> lost) {
        int places;
        lock.lock();
        try {
            places = forget(lost);
        } finally {
            lock.unlock();
        }
        window.giveBack(traffic.fresh(), places);
    }

    /// Records that wait for another turn are not waited for: their new owner takes them up.
    private void awaitIdle(List<Assignment> ending) {
        long left = limits.grace().toNanos();
        try {
            while (left > 0 && ending.stream().anyMatch(assignment -> assignment.running > 0)) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What still runs gives its place back when it ends.
    ///
    /// @return the places in the window that are free now
    private int forget(Collection<TopicPartition> gone) {
        List<Assignment> revoked = assignments.remove(gone);
        int running =
                revoked.stream().mapToInt(assignment -> assignment.running).sum();
        if (running > 0) {
            log.info("{} records of {} are unfinished and will be repeated", running, gone);
        }
        again.removeIf(delivery -> delivery.assignment.revoked);
        throttle();
        return revoked.stream().mapToInt(Assignment::abandonedPlaces).sum();
    }

    int held() {
        return measure(now -> assignments.held()).intValue();
    }

    /// For how long the record that holds back its partition's commits most has been worked on, in seconds.
    double blockedSeconds() {
        return measure(assignments::blockedSeconds).doubleValue();
    }

    /// By how much the record that has waited longest is past its due time, in seconds; negative while none is.
    double overdueSeconds() {
        return measure(assignments::overdueSeconds).doubleValue();
    }

    private Number measure(Function<Instant, Number> figure) {
        lock.lock();
        try {
            return figure.apply(clock.instant());
        } finally {
            lock.unlock();
        }
    }
}
