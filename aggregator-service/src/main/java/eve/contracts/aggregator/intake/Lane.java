package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.esi.EsiGovernor;
import eve.contracts.aggregator.intake.Delivery.Assignment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
import org.springframework.scheduling.TaskScheduler;

/// The way of one topic's records through this process: the container delivers them in order, they start in order of
/// their
/// partition once they are due and the window has a place, run side by side, and are acknowledged as a contiguous
/// prefix.
///
/// Nothing here blocks the container's thread: what cannot start yet is held, and when much is held the container is
/// paused (it goes on polling, so the group is not left). Holding costs memory only, no thread.
final class Lane implements AcknowledgingMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    /// Does the work on one record and says how it ended.
    interface Work {
        /// @return whether the record is dealt with; `false` asks for another turn once calls to ESI go on
        boolean isDone(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }

    /// When a record may be started.
    interface DueTime {
        Instant of(ConsumerRecord<byte[], byte[]> record);
    }

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final int HOLD_AT_MOST = 1_000;
    private static final Duration ANOTHER_TURN = Duration.ofSeconds(1);

    private final DueTime dueTime;
    private final Work work;
    private final Window window;
    private final EsiGovernor governor;
    private final Executor threads;
    private final TaskScheduler timer;
    private final Clock clock;
    private final Duration grace;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
    private final Deque<Delivery> again = new ArrayDeque<>();
    private @Nullable MessageListenerContainer container;
    private Instant nextLook = Instant.MAX;
    private int held;
    private boolean stopping;

    Lane(
            DueTime dueTime,
            Work work,
            Window window,
            EsiGovernor governor,
            Executor threads,
            TaskScheduler timer,
            Clock clock,
            Duration grace) {
        this.dueTime = dueTime;
        this.work = work;
        this.window = window;
        this.governor = governor;
        this.threads = threads;
        this.timer = timer;
        this.clock = clock;
        this.grace = grace;
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
            Assignment assignment = assignments.computeIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), key -> new Assignment());
            var delivery = new Delivery(record, assignment, acknowledgment, dueTime.of(record));
            assignment.offsets.append(delivery);
            assignment.held.addLast(delivery);
            held++;
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
            Instant open = governor.pausedUntil();
            if (now.isBefore(open)) {
                if (held > 0 || !again.isEmpty()) {
                    lookAgainAt(open);
                }
            } else if (!stopping) {
                again.forEach(this::run);
                again.clear();
                assignments.values().forEach(assignment -> startHeld(assignment, now));
            }
            throttle();
        } finally {
            lock.unlock();
        }
    }

    /// In order of the partition, so that what holds a place never waits for what holds none.
    private void startHeld(Assignment assignment, Instant now) {
        for (Delivery next = assignment.held.peekFirst(); next != null; next = assignment.held.peekFirst()) {
            if (next.due.isAfter(now)) {
                lookAgainAt(next.due);
                return;
            }
            if (!window.tryTake()) {
                return;
            }
            assignment.held.removeFirst();
            held--;
            run(next);
        }
    }

    private void run(Delivery delivery) {
        delivery.assignment.running++;
        threads.execute(() -> {
            boolean done = false;
            try {
                done = work.isDone(delivery.record);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                window.giveBack(ended(delivery, done));
            }
        });
    }

    /// @return the places in the window that are free now
    private int ended(Delivery delivery, boolean done) {
        lock.lock();
        try {
            delivery.assignment.running--;
            idle.signalAll();
            if (delivery.assignment.revoked) {
                return 1;
            }
            if (!done) {
                again.addLast(delivery);
                Instant open = governor.pausedUntil();
                Instant soon = clock.instant().plus(ANOTHER_TURN);
                lookAgainAt(open.isAfter(soon) ? open : soon);
                return 0;
            }
            OffsetLog.Advance advance = delivery.assignment.offsets.finish(delivery);
            if (advance.last() != null) {
                advance.last().acknowledgment.acknowledge();
            }
            return advance.count();
        } finally {
            lock.unlock();
        }
    }

    private void lookAgainAt(Instant instant) {
        if (!instant.isBefore(nextLook)) {
            return;
        }
        nextLook = instant;
        timer.schedule(
                () -> {
                    lock.lock();
                    try {
                        nextLook = Instant.MAX;
                        startWhatMayStart();
                    } finally {
                        lock.unlock();
                    }
                },
                instant);
    }

    private void throttle() {
        MessageListenerContainer delivering = container;
        if (delivering == null) {
            return;
        }
        if (held >= HOLD_AT_MOST && !delivering.isPauseRequested()) {
            delivering.pause();
        } else if (held < HOLD_AT_MOST / 2 && delivering.isPauseRequested()) {
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
        int places;
        lock.lock();
        try {
            List<Assignment> ending = revoked.stream()
                    .map(assignments::get)
                    .filter(Objects::nonNull)
                    .toList();
            ending.forEach(this::dropHeld);
            awaitIdle(ending);
            places = forget(revoked);
        } finally {
            lock.unlock();
        }
        window.giveBack(places);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        int places;
        lock.lock();
        try {
            places = forget(lost);
        } finally {
            lock.unlock();
        }
        window.giveBack(places);
    }

    private void dropHeld(Assignment assignment) {
        held -= assignment.held.size();
        assignment.held.clear();
    }

    /// Records that wait for another turn are not waited for: their new owner takes them up.
    private void awaitIdle(List<Assignment> ending) {
        long left = grace.toNanos();
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
        int places = 0;
        for (TopicPartition each : gone) {
            Assignment assignment = assignments.remove(each);
            if (assignment != null) {
                int known = assignment.held.size() + assignment.running;
                dropHeld(assignment);
                assignment.revoked = true;
                again.removeIf(delivery -> delivery.assignment == assignment);
                places += assignment.offsets.size() - known;
                if (assignment.running > 0) {
                    log.info("{} records of {} are unfinished and will be repeated", assignment.running, each);
                }
            }
        }
        throttle();
        return places;
    }

    int held() {
        return held;
    }
}
