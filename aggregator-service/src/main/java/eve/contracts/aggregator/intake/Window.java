package eve.contracts.aggregator.intake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The places in flight that all lanes of this process share. An id takes a place when work on it starts and gives it
/// back
/// when its offset is acknowledged, so the window is also the most that a crash can make be repeated.
final class Window {

    private final int size;
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    Window(int size) {
        this.size = size;
    }

    boolean tryTake() {
        int now = taken.get();
        while (now < size) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /// Gives places back; tells everyone who may be waiting for one when the window was full.
    void giveBack(int places) {
        int before = taken.getAndAdd(-places);
        if (before >= size && places > 0) {
            waiting.forEach(Runnable::run);
        }
    }

    void onFree(Runnable listener) {
        waiting.add(listener);
    }

    int taken() {
        return taken.get();
    }

    int size() {
        return size;
    }
}
