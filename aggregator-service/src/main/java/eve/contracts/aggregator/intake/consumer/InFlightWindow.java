package eve.contracts.aggregator.intake.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The records in flight, bounded for all listeners of this process together. A record takes a place when it
/// starts and releases it when its offset is acknowledged, so the window is also the most that a crash can
/// repeat.
///
/// Preferred listeners come first: they can always use three quarters of the places. Below that number a preferred
/// record starts at once, above it when another preferred record releases its place. An eighth is reserved for the
/// other listeners, which never have more than a quarter and take turns, one place at a time.
///
/// The listeners also share, evenly by partition, the bytes of records that are delivered and not acknowledged:
/// a record may have megabytes.
public final class InFlightWindow {

    private static final long MAX_BYTES = 64L << 20;

    private final int size;
    private final int maxPreferred;
    private final int maxOthers;
    private final List<Runnable> preferredListeners = new ArrayList<>();
    private final List<BooleanSupplier> otherListeners = new ArrayList<>();

    private int preferredTaken;
    private int othersTaken;
    private int turn;
    private int partitions;

    public InFlightWindow(int size) {
        this.size = size;
        this.maxPreferred = Math.max(1, size - Math.max(1, size / 8));
        this.maxOthers = Math.max(1, size / 4);
    }

    synchronized boolean tryTake(boolean preferred) {
        if (taken() >= size || (preferred ? preferredTaken >= maxPreferred : othersTaken >= maxOthers)) {
            return false;
        }
        if (preferred) {
            preferredTaken++;
        } else {
            othersTaken++;
        }
        return true;
    }

    /// Releases places and offers them to listeners that may wait for one. The caller must not hold a lock.
    void release(boolean preferred, int places) {
        if (places == 0) {
            return;
        }
        boolean someMayWait;
        synchronized (this) {
            someMayWait = taken() >= size || preferredTaken >= maxPreferred || othersTaken >= maxOthers;
            if (preferred) {
                preferredTaken -= places;
            } else {
                othersTaken -= places;
            }
        }
        if (someMayWait) {
            offer();
        }
    }

    private void offer() {
        preferredListeners.forEach(Runnable::run);
        int refused = 0;
        while (refused < otherListeners.size()) {
            refused = otherListeners.get(nextTurn()).getAsBoolean() ? 0 : refused + 1;
        }
    }

    private synchronized int nextTurn() {
        turn = (turn + 1) % otherListeners.size();
        return turn;
    }

    /// Registers a preferred listener; before any place is taken.
    ///
    /// @param startAll starts as many records as get a place
    void addPreferred(Runnable startAll) {
        preferredListeners.add(startAll);
    }

    /// Registers another listener; before any place is taken.
    ///
    /// @param startOne starts one record if there is one and it gets a place, and returns whether it did
    void addOther(BooleanSupplier startOne) {
        otherListeners.add(startOne);
    }

    /// @param count of partitions that were assigned; negative for those that were revoked
    synchronized void addPartitions(int count) {
        partitions += count;
    }

    /// No more is fetched of a partition with this many unacknowledged bytes.
    synchronized long bytesPerPartition() {
        return MAX_BYTES / Math.max(1, partitions);
    }

    /// The places that are taken now.
    public synchronized int taken() {
        return preferredTaken + othersTaken;
    }

    public int size() {
        return size;
    }
}
