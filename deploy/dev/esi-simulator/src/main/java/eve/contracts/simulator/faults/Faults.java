package eve.contracts.simulator.faults;

import eve.contracts.simulator.universe.Dice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The faults and the latency that are switched on now. Whether the n-th request for a path is hit depends only
/// on the seed, the path and n, not on other requests at the same time.
public final class Faults {
    private final long seed;
    private final Clock clock;
    private final List<Switched> switched = new CopyOnWriteArrayList<>();
    private volatile Latency latency;
    private volatile @Nullable Storm storm;

    private record Switched(Fault fault, AtomicInteger hits) {
        Switched(Fault fault) {
            this(fault, new AtomicInteger());
        }
    }

    public Faults(long seed, Latency latency, Clock clock) {
        this.seed = seed;
        this.latency = latency;
        this.clock = clock;
    }

    /// Switches one more fault on. If several match a request, the first that was switched on is applied.
    public void add(Fault fault) {
        switched.add(new Switched(fault));
    }

    /// Switches a fault on for a share of all requests.
    public void add(FaultKind kind, double share) {
        add(Fault.of(kind, share));
    }

    public void remove(FaultKind kind) {
        switched.removeIf(entry -> entry.fault().kind() == kind);
    }

    /// Switches all faults off, including a storm's.
    public void clear() {
        switched.clear();
        storm = null;
    }

    /// Returns the faults that are switched on by hand, without a storm's.
    public List<Fault> all() {
        return switched.stream().map(Switched::fault).toList();
    }

    /// Adds the storm's faults from now on, following this clock; null ends the storm.
    public void storm(@Nullable FaultStorm next) {
        storm = next == null ? null : new Storm(next, clock.instant());
    }

    public @Nullable FaultStorm storm() {
        Storm present = storm;
        return present == null ? null : present.storm;
    }

    public Latency latency() {
        return latency;
    }

    public void latency(Latency now) {
        latency = now;
    }

    public boolean isCalm() {
        return switched.isEmpty() && storm == null;
    }

    /// Applies the first fault that hits the n-th request for this path; a fault that has nothing to change is
    /// skipped.
    ///
    /// @param what returns empty if the fault has nothing to corrupt in this answer
    public <T> Optional<T> strike(Aim aim, String path, int nth, Function<Fault, Optional<T>> what) {
        for (Switched entry : now().toList()) {
            Fault fault = entry.fault();
            if (fault.kind() != FaultKind.UNKNOWN_TYPE && fault.concerns(aim) && hits(fault, path, nth)) {
                Optional<T> done = strike(entry, what);
                if (done.isPresent()) {
                    return done;
                }
            }
        }
        return Optional.empty();
    }

    /// Returns whether ESI does not know the type. The result for a type does not change while the fault is on.
    public boolean hides(long typeId) {
        return now().map(Switched::fault)
                .filter(fault -> fault.kind() == FaultKind.UNKNOWN_TYPE)
                .filter(fault -> fault.typeId() == null || fault.typeId() == typeId)
                .anyMatch(fault -> Dice.share(seed, fault.salt(), typeId) < fault.share());
    }

    private Stream<Switched> now() {
        Storm present = storm;
        return present == null
                ? switched.stream()
                : Stream.concat(switched.stream(), present.at(clock.instant()).stream());
    }

    private boolean hits(Fault fault, String path, int nth) {
        long ordinal = fault.steady() ? 0 : nth;
        return fault.share() == 1 || Dice.share(seed, fault.salt(), path.hashCode(), ordinal) < fault.share();
    }

    private static <T> Optional<T> strike(Switched entry, Function<Fault, Optional<T>> what) {
        Integer times = entry.fault().times();
        if (times != null && entry.hits().getAndIncrement() >= times) {
            entry.hits().decrementAndGet();
            return Optional.empty();
        }
        Optional<T> done = what.apply(entry.fault());
        if (times != null && done.isEmpty()) {
            entry.hits().decrementAndGet();
        }
        return done;
    }

    /// A storm that has started. Its faults change with its slots; each fault counts its hits while it is on.
    private static final class Storm {
        private final FaultStorm storm;
        private final Instant start;
        private volatile Slot slot = new Slot(-1, List.of());

        private record Slot(long number, List<Switched> switched) {}

        Storm(FaultStorm storm, Instant start) {
            this.storm = storm;
            this.start = start;
        }

        List<Switched> at(Instant now) {
            Duration elapsed = Duration.between(start, now);
            long number = storm.slot(elapsed);
            Slot known = slot;
            if (known.number() != number) {
                known = change(number, elapsed);
            }
            return known.switched();
        }

        private synchronized Slot change(long number, Duration elapsed) {
            if (slot.number() != number) {
                List<Switched> before = slot.switched();
                slot = new Slot(
                        number,
                        storm.at(elapsed).stream()
                                .map(fault -> still(before, fault))
                                .toList());
            }
            return slot;
        }

        private static Switched still(List<Switched> before, Fault fault) {
            return before.stream()
                    .filter(entry -> entry.fault().equals(fault))
                    .findFirst()
                    .orElseGet(() -> new Switched(fault));
        }
    }
}
