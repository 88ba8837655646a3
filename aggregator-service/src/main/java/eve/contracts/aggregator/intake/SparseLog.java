package eve.contracts.aggregator.intake;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs one kind of trouble at most once a minute, however often it happens; each line says how many were left out.
///
/// Safe for threads.
final class SparseLog {

    private static final long APART = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicInteger leftOut = new AtomicInteger();

    SparseLog(Logger log) {
        this.log = log;
    }

    void warn(String format, Object... arguments) {
        write(log.atLevel(Level.WARN), format, arguments);
    }

    void error(Throwable cause, String format, Object... arguments) {
        write(log.atLevel(Level.ERROR).setCause(cause), format, arguments);
    }

    private void write(LoggingEventBuilder line, String format, Object... arguments) {
        long due = next.get();
        long now = System.nanoTime();
        if (now - due < 0 || !next.compareAndSet(due, now + APART)) {
            leftOut.incrementAndGet();
            return;
        }
        for (Object argument : arguments) {
            line = line.addArgument(argument);
        }
        int more = leftOut.getAndSet(0);
        if (more == 0) {
            line.log(format);
        } else {
            line.addArgument(more).log(format + " ({} more since the last such line)");
        }
    }
}
