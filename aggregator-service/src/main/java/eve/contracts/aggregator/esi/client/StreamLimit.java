package eve.contracts.aggregator.esi.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Queues calls below the number of streams that a server allows on an HTTP/2 connection.
///
/// The JDK's client has one HTTP/2 connection per origin. It fails each call beyond the server's limit at once
/// instead of queueing it, and does not say what the limit is (JDK-8225647). So the limit is learned: a
/// rejected call lowers it to the number of other calls in flight. It grows by one whenever as many calls as it
/// allows have ended, because a new connection may allow more; a rejection that this causes never leaves this
/// machine. Without a rejection, as over HTTP/1.1, there is no bound.
///
/// Safe for any number of threads.
final class StreamLimit {

    private final ReentrantLock lock = new ReentrantLock();
    /// First come, first served.
    private final Deque<Condition> queue = new ArrayDeque<>();

    private int limit = Integer.MAX_VALUE;
    private int inFlight;
    private int ended;

    /// Takes a place; [#leave] releases it.
    ///
    /// @return `false` when none was free in time
    boolean enter(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            if (inFlight < limit && queue.isEmpty()) {
                inFlight++;
                return true;
            }
            Condition mine = lock.newCondition();
            queue.addLast(mine);
            try {
                while (inFlight >= limit || queue.peekFirst() != mine) {
                    if (left <= 0) {
                        return false;
                    }
                    left = mine.awaitNanos(left);
                }
                inFlight++;
                return true;
            } finally {
                queue.remove(mine);
                signalFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private void signalFirst() {
        if (inFlight < limit && queue.peekFirst() instanceof Condition first) {
            first.signal();
        }
    }

    /// @param refused whether the client rejected the call because no stream was free
    void leave(boolean refused) {
        lock.lock();
        try {
            inFlight--;
            if (refused) {
                limit = Math.max(1, Math.min(limit, inFlight));
                ended = 0;
            } else if (limit < Integer.MAX_VALUE && ++ended >= limit) {
                limit++;
                ended = 0;
            }
            signalFirst();
        } finally {
            lock.unlock();
        }
    }
}
