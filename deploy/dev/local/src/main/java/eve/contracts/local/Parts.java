package eve.contracts.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The started parts, closed in reverse order. A close during the start waits for the part that is being
/// started; no further part is started.
final class Parts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile boolean closed;

    /// Starts one more part of the system.
    interface Start<T extends AutoCloseable> {
        T start() throws InterruptedException;
    }

    synchronized <T extends AutoCloseable> T add(Start<T> part) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("The system is being stopped");
        }
        T running = part.start();
        started.push(running);
        return running;
    }

    boolean isClosed() {
        return closed;
    }

    /// Closes all parts, even if closing one of them fails.
    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop as it should", part.getClass().getSimpleName(), e);
            }
        }
    }
}
