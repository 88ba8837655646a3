package eve.contracts.aggregator.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The places in flight that all lanes of this process share. An id takes a place when work on it starts and gives it
/// back when its offset is acknowledged, so the window is also the most that a crash can make be repeated.
///
/// Fresh ids come first, but an eighth of the window is never theirs: it belongs to the tiers, where failures, replays
/// and bulk loads wait. The tiers never have more than a quarter. So three quarters are always there for fresh ids:
/// while fewer of them are in flight a fresh id starts at once, and otherwise when the next fresh id gives its place
/// back, however much waits in the tiers. Among each other the tiers take turns, one place at a time.
///
/// The lanes also share the bytes of records that are delivered and not acknowledged, evenly by partition: a record may
/// have megabytes.
final class Window {

    private static final long MOST_BYTES = 64L << 20;

    private final int size;
    private final int mostFresh;
    private final int mostLater;
    private final List<Runnable> freshLanes = new ArrayList<>();
    private final List<BooleanSupplier> laterLanes = new ArrayList<>();

    private int fresh;
    private int later;
    private int turn;
    private int partitions;

    Window(int size) {
        this.size = size;
        this.mostFresh = Math.max(1, size - Math.max(1, size / 8));
        this.mostLater = Math.max(1, size / 4);
    }

    synchronized boolean tryTake(boolean isFresh) {
        if (fresh + later >= size || (isFresh ? fresh >= mostFresh : later >= mostLater)) {
            return false;
        }
        if (isFresh) {
            fresh++;
        } else {
            later++;
        }
        return true;
    }

    /// Gives places back and offers them to whoever may wait for one; to be called without holding a lock.
    void giveBack(boolean isFresh, int places) {
        if (places == 0) {
            return;
        }
        boolean somebodyMayWait;
        synchronized (this) {
            somebodyMayWait = fresh + later >= size || fresh >= mostFresh || later >= mostLater;
            if (isFresh) {
                fresh -= places;
            } else {
                later -= places;
            }
        }
        if (somebodyMayWait) {
            offer();
        }
    }

    private void offer() {
        freshLanes.forEach(Runnable::run);
        int refused = 0;
        while (refused < laterLanes.size()) {
            refused = laterLanes.get(nextTurn()).getAsBoolean() ? 0 : refused + 1;
        }
    }

    private synchronized int nextTurn() {
        turn = (turn + 1) % laterLanes.size();
        return turn;
    }

    /// Registers a lane of fresh ids; before any place is taken.
    ///
    /// @param startAll starts as many as find a place
    void serveFirst(Runnable startAll) {
        freshLanes.add(startAll);
    }

    /// Registers a lane of a tier; before any place is taken.
    ///
    /// @param startOne starts one, if there is one and it finds a place, and says whether it did
    void serveInTurn(BooleanSupplier startOne) {
        laterLanes.add(startOne);
    }

    /// @param count of partitions that come, negative for those that go
    synchronized void addPartitions(int count) {
        partitions += count;
    }

    /// When a partition has as many bytes, no more of it is fetched.
    synchronized long bytesOfPartition() {
        return MOST_BYTES / Math.max(1, partitions);
    }

    synchronized int taken() {
        return fresh + later;
    }

    int size() {
        return size;
    }
}
