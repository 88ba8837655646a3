package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One assignment of a partition to this process: its records from delivery to acknowledgement. Once it is revoked,
/// whatever finishes later finds no way to acknowledge.
///
/// Not safe for threads; its lane guards it.
final class Assignment {

    final TopicPartition partition;

    private final OffsetLog offsets = new OffsetLog();
    private final Deque<Delivery> held = new ArrayDeque<>();

    int running;
    /// Of what is delivered and not acknowledged.
    long bytes;

    boolean revoked;
    /// Whether so much is held that nothing more is fetched.
    boolean full;

    Assignment(TopicPartition partition) {
        this.partition = partition;
    }

    void deliver(Delivery delivery) {
        offsets.append(delivery);
        bytes += delivery.bytes();
        held.addLast(delivery);
    }

    @Nullable
    Delivery nextHeld() {
        return held.peekFirst();
    }

    void takeHeld() {
        held.removeFirst();
    }

    void dropHeld() {
        held.clear();
    }

    boolean isSettled() {
        return offsets.first() == null;
    }

    int held() {
        return held.size();
    }

    /// Marks the record as dealt with, and acknowledges what that makes possible.
    ///
    /// @return how many records were acknowledged
    int finish(Delivery delivery) {
        OffsetLog.Advance advance = offsets.finish(delivery);
        bytes -= advance.bytes();
        if (advance.last() != null) {
            advance.last().acknowledgment.acknowledge();
        }
        return advance.count();
    }

    /// Shows the records that hold back others, or will once those before them are gone, and are being worked on: not
    /// only the first, since each of several slow ones would get the whole deadline then.
    void forEachRunning(Consumer<Delivery> look) {
        for (Delivery delivery : offsets.open()) {
            if (!delivery.isStarted()) {
                return;
            }
            if (delivery.job != null && !delivery.finished) {
                look.accept(delivery);
            }
        }
    }

    /// Places in the window that no running work will give back.
    int abandonedPlaces() {
        int places = 0;
        for (Delivery delivery : offsets.open()) {
            places += delivery.isStarted() && (delivery.finished || delivery.job == null) ? 1 : 0;
        }
        return places;
    }

    double blockedSeconds(Instant now) {
        Delivery first = offsets.first();
        return first == null || !first.isStarted() ? 0 : seconds(first.firstStartedAt, now);
    }

    double overdueSeconds(Instant now) {
        Delivery next = held.peekFirst();
        return next == null || next.due.equals(Delivery.AT_ONCE) ? 0 : seconds(next.due, now);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
