package eve.contracts.aggregator.intake;

import java.util.ArrayList;
import java.util.List;

/// The places in flight that all lanes of this process share. An id takes a place when work on it starts and gives it
/// back when its offset is acknowledged, so the window is also the most that a crash can make be repeated.
///
/// Fresh ids and those of the retry tiers keep out of each other's way: the tiers, where failures, replays and bulk
/// loads wait, never have more than a quarter of the window, and an eighth is theirs whatever the fresh load.
final class Window {

    private final int size;
    private final int mostFresh;
    private final int mostLater;
    private final List<Runnable> waiting = new ArrayList<>();

    private int fresh;
    private int later;

    Window(int size) {
        this.size = size;
        this.mostFresh = Math.max(1, size - size / 8);
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

    /// Gives places back and tells everyone who may wait for one; to be called without holding a lock.
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
            waiting.forEach(Runnable::run);
        }
    }

    /// Registers who is told; before any place is taken.
    void onFree(Runnable listener) {
        waiting.add(listener);
    }

    synchronized int taken() {
        return fresh + later;
    }

    int size() {
        return size;
    }
}
