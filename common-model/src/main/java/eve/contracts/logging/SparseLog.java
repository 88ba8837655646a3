package eve.contracts.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs one kind of problem at most once a minute, however often it occurs; each line says how many were
/// omitted.
///
/// An argument that is a [Supplier] is called only for a line that is written. Safe for threads.
public final class SparseLog {

    private static final long APART = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicInteger leftOut = new AtomicInteger();

    public SparseLog(Logger log) {
        this.log = log;
    }

    public void warn(String format, Object... arguments) {
        write(log.atLevel(Level.WARN), format, arguments);
    }

    public void error(Throwable cause, String format, Object... arguments) {
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
            line = line.addArgument(argument instanceof Supplier<?> late ? late.get() : argument);
        }
        int more = leftOut.getAndSet(0);
        if (more == 0) {
            line.log(format);
        } else {
            line.addArgument(more).log(format + " ({} more since the last such line)");
        }
    }
}
