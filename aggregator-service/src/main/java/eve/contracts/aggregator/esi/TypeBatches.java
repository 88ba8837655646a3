package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.FetchFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/// Collects item types from all callers into a few large batches. A type that several callers need is looked up
/// once.
///
/// A batch starts at once when [#ENOUGH] types wait, or when the last batch began at least [#PACE] ago: a
/// single caller never waits for others, and many callers together cost few calls. At most [#PARALLEL] batches
/// run at a time.
final class TypeBatches {

    /// The most ids that ESI accepts in one call for names.
    private static final int MOST_IN_ONE = 1_000;

    private static final int ENOUGH = 200;
    private static final Duration PACE = Duration.ofMillis(250);
    private static final int PARALLEL = 4;

    interface LookUp {
        /// @param answered called with each type whose answer arrives before the others
        /// @throws FetchFailedException for all callers that still wait for a type of the batch
        void lookUp(Set<Long> typeIds, LongConsumer answered) throws FetchFailedException;
    }

    private final LookUp lookUp;
    private final Duration patience;
    private final Semaphore places = new Semaphore(PARALLEL);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition enough = lock.newCondition();
    private final Map<Long, CompletableFuture<Void>> wanted = new HashMap<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private boolean collecting;
    private long lastStart = System.nanoTime() - PACE.toNanos();

    /// @param patience how long a caller waits at most
    TypeBatches(LookUp lookUp, Duration patience) {
        this.patience = patience;
        this.lookUp = lookUp;
    }

    /// Waits until all these types have been looked up or the caller's time limit is over; the look-up itself
    /// continues.
    void await(Set<Long> typeIds) throws FetchFailedException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (CompletableFuture<Void> done : want(typeIds)) {
            try {
                done.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case FetchFailedException failed -> throw failed;
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e.getCause());
                }
            }
        }
    }

    private List<CompletableFuture<Void>> want(Set<Long> typeIds) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        lock.lock();
        try {
            for (long typeId : typeIds) {
                all.add(wanted.computeIfAbsent(typeId, id -> {
                    waiting.add(id);
                    return new CompletableFuture<>();
                }));
            }
            if (!waiting.isEmpty() && !collecting) {
                collecting = true;
                Thread.startVirtualThread(this::collect);
            }
            if (waiting.size() >= ENOUGH) {
                enough.signal();
            }
        } finally {
            lock.unlock();
        }
        return all;
    }

    private void collect() {
        while (true) {
            places.acquireUninterruptibly();
            Set<Long> batch = next();
            if (batch.isEmpty()) {
                places.release();
                return;
            }
            Thread.startVirtualThread(() -> run(batch));
        }
    }

    /// Returns the next batch; empty when no type waits. The next type that arrives starts the collection
    /// again.
    private Set<Long> next() {
        lock.lock();
        try {
            long left = lastStart + PACE.toNanos() - System.nanoTime();
            while (waiting.size() < ENOUGH && left > 0) {
                left = enough.awaitNanos(left);
            }
            Set<Long> batch = new LinkedHashSet<>();
            while (batch.size() < MOST_IN_ONE && waiting.poll() instanceof Long typeId) {
                batch.add(typeId);
            }
            collecting = !batch.isEmpty();
            lastStart = collecting ? System.nanoTime() : lastStart;
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nothing interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private void run(Set<Long> batch) {
        Throwable failure = null;
        try {
            lookUp.lookUp(batch, this::answered);
        } catch (FetchFailedException | RuntimeException | Error e) {
            failure = e;
        } finally {
            places.release();
        }
        for (CompletableFuture<Void> done : finish(batch)) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }

    private void answered(long typeId) {
        CompletableFuture<Void> done;
        lock.lock();
        try {
            done = wanted.get(typeId);
        } finally {
            lock.unlock();
        }
        if (done != null) {
            done.complete(null);
        }
    }

    private List<CompletableFuture<Void>> finish(Set<Long> batch) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        lock.lock();
        try {
            for (Long typeId : batch) {
                if (wanted.remove(typeId) instanceof CompletableFuture<Void> done) {
                    all.add(done);
                }
            }
        } finally {
            lock.unlock();
        }
        return all;
    }
}
