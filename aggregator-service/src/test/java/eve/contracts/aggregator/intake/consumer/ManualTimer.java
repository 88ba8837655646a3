package eve.contracts.aggregator.intake.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A clock and a timer that move only when a test moves them.
final class ManualTimer extends Clock implements ParallelListener.Timer {

    private final NavigableMap<Instant, List<Runnable>> tasks = new TreeMap<>();
    private Instant now;
    private int timersSet;

    ManualTimer(Instant now) {
        this.now = now;
    }

    @Override
    public void runAt(Instant instant, Runnable task) {
        timersSet++;
        tasks.computeIfAbsent(instant, key -> new ArrayList<>()).add(task);
    }

    void pass(Duration time) {
        now = now.plus(time);
        while (!tasks.isEmpty() && !tasks.firstKey().isAfter(now)) {
            tasks.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    /// Advances from timer to timer, and calls `afterEach` after each of them.
    void passTimerByTimer(Duration time, Runnable afterEach) {
        Instant end = now.plus(time);
        while (!tasks.isEmpty() && !tasks.firstKey().isAfter(end)) {
            var next = tasks.pollFirstEntry();
            now = next.getKey().isAfter(now) ? next.getKey() : now;
            next.getValue().forEach(Runnable::run);
            afterEach.run();
        }
        now = end;
        afterEach.run();
    }

    int timersSet() {
        return timersSet;
    }

    int pending() {
        return tasks.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
