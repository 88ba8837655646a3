package eve.contracts.simulator.faults;

import eve.contracts.simulator.universe.Dice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The switchboard: faults and latency as they are now. Whether the n-th request for a path is hit depends on the seed,
/// the path and n alone, not on what else is asked for at the same time.
public final class Faults {
    private final long seed;
    private final List<Switched> switched = new CopyOnWriteArrayList<>();
    private volatile Latency latency;

    private record Switched(Fault fault, AtomicInteger hits) {}

    public Faults(long seed, Latency latency) {
        this.seed = seed;
        this.latency = latency;
    }

    /// Switches one more fault on; of several that would hit a request, the first switched on does.
    public void add(Fault fault) {
        switched.add(new Switched(fault, new AtomicInteger()));
    }

    /// Switches a fault on for a share of all requests.
    public void add(FaultKind kind, double share) {
        add(Fault.of(kind, share));
    }

    public void remove(FaultKind kind) {
        switched.removeIf(entry -> entry.fault().kind() == kind);
    }

    public void clear() {
        switched.clear();
    }

    public List<Fault> all() {
        return switched.stream().map(Switched::fault).toList();
    }

    public Latency latency() {
        return latency;
    }

    public void latency(Latency now) {
        latency = now;
    }

    /// The fault that hits the n-th request for this path.
    public Optional<FaultKind> draw(Route route, @Nullable Long contractId, String path, int nth) {
        for (Switched entry : switched) {
            Fault fault = entry.fault();
            if (fault.concerns(route, contractId) && hits(fault, path, nth) && mayHit(entry)) {
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }

    private boolean hits(Fault fault, String path, int nth) {
        long ordinal = fault.steady() ? 0 : nth;
        return fault.share() == 1 || Dice.share(seed, fault.kind().ordinal(), path.hashCode(), ordinal) < fault.share();
    }

    private static boolean mayHit(Switched entry) {
        Integer times = entry.fault().times();
        return times == null || entry.hits().getAndIncrement() < times;
    }
}
