package eve.contracts.aggregator.intake.consumer;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/// Consumes one topic: runs records in parallel, acknowledges them in order. The container delivers the records
/// of a partition in order. A record starts when it is due, when all before it in its partition have started,
/// and when the window has a place; it then runs beside others ([InFlightRecords]). Only a contiguous prefix is
/// acknowledged ([AckTracker]).
///
/// Nothing here blocks the container's thread. A record that cannot start yet is held, which takes memory but
/// no thread. When much is held, or the handler is paused, no more is fetched ([ConsumerPauser]).
public final class ParallelListener implements AcknowledgingMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ParallelListener.class);

    /// Runs a task once at an instant, or as soon as possible after it.
    public interface Timer {
        void runAt(Instant instant, Runnable task);
    }

    private final RecordHandler handler;
    private final ListenerSettings settings;
    private final InFlightWindow window;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Partitions partitions;
    private final ConsumerPauser pauser;
    private final WakeUpTimer timer;
    private final InFlightRecords inFlight;
    private boolean stopping;

    /// @param window shared by all listeners of this process
    /// @param threads runs each task on a thread of its own
    public ParallelListener(
            RecordHandler handler,
            ListenerSettings settings,
            InFlightWindow window,
            Executor threads,
            Timer timer,
            Clock clock) {
        this.handler = handler;
        this.settings = settings;
        this.window = window;
        this.clock = clock;
        this.partitions = new Partitions(window);
        this.pauser = new ConsumerPauser(window);
        this.timer = new WakeUpTimer(timer, this::wakeUp);
        this.inFlight = new InFlightRecords(handler, settings, window, pauser, threads, clock, this.timer, lock);
        if (settings.preferred()) {
            window.addPreferred(this::startAll);
        } else {
            window.addOther(this::startOne);
        }
    }

    /// The container that delivers to this listener, to pause it.
    public void attach(MessageListenerContainer container) {
        pauser.attach(container);
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record, @Nullable Acknowledgment acknowledgment) {
        if (acknowledgment == null) {
            throw new IllegalStateException("The container must use AckMode.MANUAL");
        }
        lock.lock();
        try {
            var partition = partitions.add(record, acknowledgment, handler.due(record));
            startAll();
            pauser.update(partition);
        } finally {
            lock.unlock();
        }
    }

    private void wakeUp(Instant instant) {
        lock.lock();
        try {
            if (timer.expects(instant)) {
                startAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts all records that may start now.
    private void startAll() {
        lock.lock();
        try {
            var now = clock.instant();
            if (mayStart(now)) {
                inFlight.startSuspended(now);
                while (startNext(now)) {
                    // Partitions take turns, one record each.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean startOne() {
        lock.lock();
        try {
            var now = clock.instant();
            return mayStart(now) && startNext(now);
        } finally {
            lock.unlock();
        }
    }

    private boolean mayStart(Instant now) {
        var pausedUntil = handler.pausedUntil();
        boolean paused = now.isBefore(pausedUntil);
        pauser.update(paused);
        if (paused) {
            timer.wakeUpAt(pausedUntil);
        }
        return !paused && !stopping;
    }

    /// Starts the next held record of the partition whose turn it is. Records of a partition start in order, so
    /// that a record with a place in the window never waits for one without.
    ///
    /// @return whether a record was due and there was a place for it
    private boolean startNext(Instant now) {
        for (int left = partitions.count(); left > 0; left--) {
            var partition = partitions.current();
            var next = partition.nextHeld();
            if (next != null && !next.due().isAfter(now)) {
                if (!window.tryTake(settings.preferred())) {
                    return false;
                }
                partition.removeNextHeld();
                pauser.update(partition);
                partitions.nextTurn();
                inFlight.start(next, now);
                return true;
            }
            if (next != null) {
                timer.wakeUpAt(next.due());
            }
            partitions.nextTurn();
        }
        return false;
    }

    /// Hands over the records that have held back their partitions for longer than the deadline, so that
    /// commits advance.
    public void handOverLate() {
        lock.lock();
        try {
            inFlight.handOverLate(partitions);
        } finally {
            lock.unlock();
        }
    }

    /// Starts no more records from now on.
    public void stopStarting() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    /// Starts no more records of these partitions and waits, within the grace time, for the running ones.
    public void revoke(Collection<TopicPartition> revoked) {
        int places;
        lock.lock();
        try {
            var ending = partitions.of(revoked);
            ending.forEach(PartitionState::dropHeld);
            inFlight.awaitEnd(ending);
            places = forget(revoked);
        } finally {
            lock.unlock();
        }
        window.release(settings.preferred(), places);
    }

    /// Forgets partitions that belong to another consumer already.
    public void lose(Collection<TopicPartition> lost) {
        int places;
        lock.lock();
        try {
            places = forget(lost);
        } finally {
            lock.unlock();
        }
        window.release(settings.preferred(), places);
    }

    /// A running task releases its place itself when it ends.
    ///
    /// @return the places in the window that are free now
    private int forget(Collection<TopicPartition> gone) {
        var revoked = partitions.revoke(gone);
        int unfinished = revoked.stream().mapToInt(PartitionState::runningTasks).sum();
        if (unfinished > 0) {
            log.info("{} records of {} are unfinished and will be repeated", unfinished, gone);
        }
        inFlight.forgetRevoked();
        revoked.forEach(pauser::update);
        return revoked.stream().mapToInt(PartitionState::abandonedPlaces).sum();
    }

    /// Whether everything that was delivered of the partition is acknowledged.
    public boolean isSettled(TopicPartition partition) {
        return measure(_ -> partitions.isSettled(partition) ? 1 : 0) == 1;
    }

    /// The number of records that were delivered and have not started.
    public int held() {
        return (int) measure(_ -> partitions.held());
    }

    /// Whether so much of a partition is held that no more of it is fetched.
    public boolean isFull() {
        return measure(_ -> partitions.isAnyFull() ? 1 : 0) == 1;
    }

    /// The longest time, in seconds, that a record has held back the commits of its partition.
    public double blockedSeconds() {
        return measure(partitions::blockedSeconds);
    }

    /// The longest time, in seconds, that a held record is past its due time; negative while none is due.
    public double overdueSeconds() {
        return measure(partitions::overdueSeconds);
    }

    private double measure(ToDoubleFunction<Instant> figure) {
        lock.lock();
        try {
            return figure.applyAsDouble(clock.instant());
        } finally {
            lock.unlock();
        }
    }
}
