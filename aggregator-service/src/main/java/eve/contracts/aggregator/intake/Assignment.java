package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One assignment of a partition to this process: its records from delivery to acknowledgement. Once it is revoked,
/// whatever finishes later finds no way to acknowledge.
///
/// Not safe for threads; its lane guards it.
final class Assignment {

    private final OffsetLog offsets = new OffsetLog();
    private final Deque<Delivery> held = new ArrayDeque<>();

    int running;
    boolean revoked;

    void deliver(Delivery delivery) {
        offsets.append(delivery);
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

    int held() {
        return held.size();
    }

    /// Marks the record as dealt with, and acknowledges what that makes possible.
    ///
    /// @return how many records were acknowledged
    int finish(Delivery delivery) {
        OffsetLog.Advance advance = offsets.finish(delivery);
        if (advance.last() != null) {
            advance.last().acknowledgment.acknowledge();
        }
        return advance.count();
    }

    /// The record that holds back the others, when work on it has gone on since before then and nothing was done about
    /// it.
    @Nullable
    Delivery late(Instant since) {
        Delivery first = offsets.first();
        boolean late = first != null && first.job != null && !first.handedOver && !first.startedAt.isAfter(since);
        return late ? first : null;
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
        return first == null || !first.isStarted() ? 0 : seconds(first.startedAt, now);
    }

    double overdueSeconds(Instant now) {
        Delivery next = held.peekFirst();
        return next == null || next.due.equals(Instant.MIN) ? 0 : seconds(next.due, now);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
