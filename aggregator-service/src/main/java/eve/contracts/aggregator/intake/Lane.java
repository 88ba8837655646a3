package eve.contracts.aggregator.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/// Consumes one topic: runs records in parallel, acknowledges them in order. The container delivers the records of a
/// partition in order. A record starts when it is due, those before it have started, and the window has a place; it
/// runs beside others ([Running]). Acknowledged is a contiguous prefix ([OffsetLog]).
///
/// Nothing here blocks the container's thread: what cannot start yet is held, and when much is held, or ESI is out of
/// reach, no more is taken ([Throttle]). Holding costs memory only, no thread.
final class Lane implements AcknowledgingMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final Traffic traffic;
    private final Limits limits;
    private final Window window;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Assignments assignments;
    private final Throttle throttle;
    private final Alarm alarm;
    private final Running running;
    private boolean stopping;

    Lane(Traffic traffic, Limits limits, Window window, Executor threads, Alarm.Timer timer, Clock clock) {
        this.traffic = traffic;
        this.limits = limits;
        this.window = window;
        this.clock = clock;
        this.assignments = new Assignments(window);
        this.throttle = new Throttle(window);
        this.alarm = new Alarm(timer, this::wake);
        this.running = new Running(traffic, limits, window, throttle, threads, clock, alarm, lock);
        if (traffic.fresh()) {
            window.serveFirst(this::startWhatMayStart);
        } else {
            window.serveInTurn(this::startOne);
        }
    }

    void attach(MessageListenerContainer container) {
        throttle.attach(container);
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record, @Nullable Acknowledgment acknowledgment) {
        if (acknowledgment == null) {
            throw new IllegalStateException("The container must leave acknowledgement to the lane");
        }
        lock.lock();
        try {
            Assignment assignment =
                    assignments.deliver(record, acknowledgment, traffic.due().apply(record));
            startWhatMayStart();
            throttle.adapt(assignment);
        } finally {
            lock.unlock();
        }
    }

    private void wake(Instant instant) {
        lock.lock();
        try {
            if (alarm.isFor(instant)) {
                startWhatMayStart();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts records as far as due times, window and ESI's budget allow.
    private void startWhatMayStart() {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (mayStart(now)) {
                running.startAgain(now);
                while (startNext(now)) {
                    // One after the other, of each partition in turn.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean startOne() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return mayStart(now) && startNext(now);
        } finally {
            lock.unlock();
        }
    }

    private boolean mayStart(Instant now) {
        Instant open = limits.opensAt().get();
        boolean closed = now.isBefore(open);
        throttle.adapt(closed);
        if (closed) {
            alarm.at(open);
        }
        return !closed && !stopping;
    }

    /// Starts the next held record of the partition whose turn it is; each in order of its partition, so that what
    /// holds a place never waits for what holds none.
    ///
    /// @return whether there was one that is due, and a place for it
    private boolean startNext(Instant now) {
        for (int left = assignments.count(); left > 0; left--) {
            Assignment assignment = assignments.whoseTurnItIs();
            Delivery next = assignment.nextHeld();
            if (next != null && !next.due.isAfter(now)) {
                if (!window.tryTake(traffic.fresh())) {
                    return false;
                }
                assignment.takeHeld();
                throttle.adapt(assignment);
                assignments.nextTurn();
                running.start(next, now);
                return true;
            }
            if (next != null) {
                alarm.at(next.due);
            }
            assignments.nextTurn();
        }
        return false;
    }

    /// Sends on what has held its partition back for longer than the deadline, so that commits advance.
    void handOverLate() {
        lock.lock();
        try {
            running.handOverLate(assignments);
        } finally {
            lock.unlock();
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

    /// Starts nothing more of these partitions and waits, within the grace time, for what runs.
    void revoke(Collection<TopicPartition> revoked) {
        int places;
        lock.lock();
        try {
            List<Assignment> ending = assignments.of(revoked);
            ending.forEach(Assignment::dropHeld);
            running.awaitEnd(ending);
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

    /// What still runs gives its place back when it ends.
    ///
    /// @return the places in the window that are free now
    private int forget(Collection<TopicPartition> gone) {
        List<Assignment> revoked = assignments.remove(gone);
        int unfinished =
                revoked.stream().mapToInt(assignment -> assignment.running).sum();
        if (unfinished > 0) {
            log.info("{} records of {} are unfinished and will be repeated", unfinished, gone);
        }
        running.forgetRevoked();
        revoked.forEach(throttle::adapt);
        return revoked.stream().mapToInt(Assignment::abandonedPlaces).sum();
    }

    /// Whether all that was delivered of the partition is acknowledged.
    boolean isSettled(TopicPartition partition) {
        return measure(now -> assignments.isSettled(partition) ? 1 : 0).intValue() == 1;
    }

    int held() {
        return measure(now -> assignments.held()).intValue();
    }

    /// Whether so much of a partition is held that no more of it is fetched.
    boolean isFull() {
        return measure(now -> assignments.isAnyFull() ? 1 : 0).intValue() == 1;
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
