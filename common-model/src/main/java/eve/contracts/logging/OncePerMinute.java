package eve.contracts.logging;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Decides when an error that repeats is logged: the first time, and then at most once a minute. One for each kind of
/// error. Safe for threads.
public final class OncePerMinute {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong notBefore;

    public OncePerMinute() {
        this(System::nanoTime);
    }

    OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.notBefore = new AtomicLong(nanoTime.getAsLong());
    }

    /// Whether to log now; if so, nobody else does within a minute.
    public boolean isDue() {
        long now = nanoTime.getAsLong();
        long due = notBefore.get();
        return now - due >= 0 && notBefore.compareAndSet(due, now + MINUTE);
    }
}
