package eve.contracts.aggregator.outbox;

import java.util.List;
import org.springframework.stereotype.Component;

/// Limits the bytes of events that are read and sent together to what Kafka and the database process in time.
/// Otherwise a broker that throttles would let the same transaction time out again and again. For one thread.
@Component
class SendLimit {

    private static final long LEAST = 1024;
    /// After so many slow transactions that ended in time, twice as much is tried.
    private static final int SLOW_IN_A_ROW = 16;

    private final long most;
    private final long quickNanos;
    private long bytes;
    private int slow;

    SendLimit(OutboxProperties properties) {
        this.most = properties.batchBytes();
        // Twice as much takes at most twice as long, and a call may take a third of a lease.
        this.quickNanos = properties.lease().dividedBy(6).toNanos();
        this.bytes = most;
    }

    /// At least one event is sent, however large.
    long bytes() {
        return bytes;
    }

    /// Returns how many of the events, from the first on, are sent together.
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

    /// Doubles the limit after a quick transaction that was about as large as allowed. For a slow one it is
    /// unknown whether its size or the connection took the time, so twice as much is tried now and then.
    void sent(long sentBytes, long tookNanos) {
        if (sentBytes > bytes / 2 && (tookNanos < quickNanos || ++slow >= SLOW_IN_A_ROW)) {
            bytes = Math.min(most, bytes * 2);
            slow = 0;
        }
    }

    /// Halves the limit after a transaction that did not end in time, or that Kafka failed for any other
    /// reason.
    void failed(long triedBytes) {
        bytes = Math.max(Math.min(most, LEAST), Math.min(bytes, triedBytes) / 2);
        slow = 0;
    }
}
