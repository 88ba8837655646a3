package eve.contracts.aggregator.outbox;

import java.util.List;
import org.springframework.stereotype.Component;

/// How many bytes of events are read and sent together: as many as Kafka and the database manage in time. A broker
/// that throttles would otherwise let the same transaction time out over and over. For one thread.
@Component
class SendLimit {

    private static final long LEAST = 1024;
    /// Transactions that were slow, but ended in time, until twice as much is tried all the same.
    private static final int SLOW_IN_A_ROW = 16;

    private final long most;
    private final long quickNanos;
    private long bytes;
    private int slow;

    SendLimit(OutboxProperties properties) {
        this.most = properties.batchBytes();
        // Twice as much takes twice as long at most, and has the third of a lease that a call may take.
        this.quickNanos = properties.lease().dividedBy(6).toNanos();
        this.bytes = most;
    }

    /// At least one event is sent, however large.
    long bytes() {
        return bytes;
    }

    /// How many of the events, from the first on, go together.
    int fit(List<OutboxEvent> events) {
        long room = bytes;
        int fit = 0;
        while (fit < events.size() && (fit == 0 || events.get(fit).data().length() <= room)) {
            room -= events.get(fit++).data().length();
        }
        return fit;
    }

    static long bytes(List<OutboxEvent> events) {
        return events.stream().mapToLong(event -> event.data().length()).sum();
    }

    /// Doubles after a transaction that was about as large as allowed, and quick. Of a slow one it cannot be known
    /// whether its size took the time or the way to the broker, so that twice as much is tried now and then.
    void sent(long sentBytes, long tookNanos) {
        if (sentBytes > bytes / 2 && (tookNanos < quickNanos || ++slow >= SLOW_IN_A_ROW)) {
            bytes = Math.min(most, bytes * 2);
            slow = 0;
        }
    }

    /// Halves after one that did not end in time, or that Kafka failed for whatever other reason.
    void failed(long triedBytes) {
        bytes = Math.max(Math.min(most, LEAST), Math.min(bytes, triedBytes) / 2);
        slow = 0;
    }
}
