package eve.contracts.aggregator.intake.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The records of one partition between delivery and acknowledgement, in order of offset. Records are done in
/// any order; acknowledged is only a contiguous prefix, so that every record before a committed offset is done.
///
/// Not safe for threads; its listener guards it.
final class AckTracker {

    private final Deque<TrackedRecord> unacknowledged = new ArrayDeque<>();

    void add(TrackedRecord record) {
        unacknowledged.addLast(record);
    }

    /// The records that can be acknowledged now.
    ///
    /// @param last of them; `null` while an earlier record is not done
    /// @param count how many they are
    /// @param bytes of all of them
    record Committable(@Nullable TrackedRecord last, int count, long bytes) {}

    /// Marks a record as done and removes what can be acknowledged.
    Committable done(TrackedRecord record) {
        record.markDone();
        TrackedRecord last = null;
        int count = 0;
        long bytes = 0;
        for (var first = first(); first != null && first.isDone(); first = first()) {
            last = unacknowledged.removeFirst();
            count++;
            bytes += last.bytes();
        }
        return new Committable(last, count, bytes);
    }

    /// The record that holds back all others.
    @Nullable
    TrackedRecord first() {
        return unacknowledged.peekFirst();
    }

    Iterable<TrackedRecord> unacknowledged() {
        return unacknowledged;
    }
}
