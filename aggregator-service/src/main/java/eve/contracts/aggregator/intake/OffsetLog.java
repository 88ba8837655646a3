package eve.contracts.aggregator.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The records of one partition between delivery and acknowledgement, in order of offset. Whatever order they are
/// finished in, only a contiguous prefix is ever acknowledged: all before an acknowledged offset is finished.
///
/// Not safe for threads; its lane guards it.
final class OffsetLog {

    private final Deque<Delivery> open = new ArrayDeque<>();

    void append(Delivery delivery) {
        open.addLast(delivery);
    }

    /// What follows from a record being finished.
    ///
    /// @param last the record to acknowledge, and all before it; `null` while an earlier one is unfinished
    /// @param count of the records that are thereby acknowledged
    /// @param bytes of them
    record Advance(@Nullable Delivery last, int count, long bytes) {}

    Advance finish(Delivery delivery) {
        delivery.finished = true;
        Delivery last = null;
        int count = 0;
        long bytes = 0;
        for (Delivery first = first(); first != null && first.finished; first = first()) {
            last = open.removeFirst();
            count++;
            bytes += last.bytes();
        }
        return new Advance(last, count, bytes);
    }

    /// The record that holds back the others.
    @Nullable
    Delivery first() {
        return open.peekFirst();
    }

    Iterable<Delivery> open() {
        return open;
    }
}
