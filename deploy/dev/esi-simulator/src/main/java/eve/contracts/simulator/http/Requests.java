package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts requests and their results. A request that a fault hit is counted under the fault, and under the
/// status if it got one.
public final class Requests {
    private final Map<Route, LongAdder> asked = new ConcurrentHashMap<>();
    private final Map<ByStatus, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Map<ByFault, LongAdder> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> paths = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    private record ByStatus(Route route, int status) {}

    private record ByFault(Route route, FaultKind fault) {}

    /// Returns the number of requests that came in, answered or not.
    public long count(Route route) {
        return sum(asked.get(route));
    }

    /// Returns the number of requests of the route that got this status.
    public long count(Route route, int status) {
        return sum(statuses.get(new ByStatus(route, status)));
    }

    /// Returns the number of requests of the route that the fault hit.
    public long count(Route route, FaultKind fault) {
        return sum(faults.get(new ByFault(route, fault)));
    }

    /// Returns the number of requests of all routes that the fault hit.
    public long count(FaultKind fault) {
        return faults.entrySet().stream()
                .filter(entry -> entry.getKey().fault() == fault)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /// Returns the number of requests for exactly this path; `?page=1` makes no difference.
    public long count(String pathAndQuery) {
        AtomicInteger seen = paths.get(Scripts.normal(pathAndQuery));
        return seen == null ? 0 : seen.get();
    }

    public long total() {
        return asked.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Returns the highest number of requests that waited for their answer at the same time.
    public int mostInFlight() {
        return mostInFlight.get();
    }

    /// Resets all counts, including the ordinals of the requests for a path.
    public void reset() {
        asked.clear();
        statuses.clear();
        faults.clear();
        paths.clear();
        mostInFlight.set(inFlight.get());
    }

    /// Returns all counts by route: `asked`, each status and each fault.
    public Map<String, Object> toMap() {
        var routes = new TreeMap<String, Map<String, Long>>();
        asked.forEach((route, count) -> of(routes, route).put("asked", count.sum()));
        statuses.forEach((key, count) -> of(routes, key.route()).put(Integer.toString(key.status()), count.sum()));
        faults.forEach((key, count) -> of(routes, key.route()).put(key.fault().name(), count.sum()));
        var all = new LinkedHashMap<String, Object>();
        all.put("total", total());
        all.put("mostInFlight", mostInFlight());
        all.put("routes", routes);
        return all;
    }

    /// Counts a request and returns the number of earlier requests for this path.
    int begin(Route route, String path) {
        asked.computeIfAbsent(route, _ -> new LongAdder()).increment();
        int now = inFlight.incrementAndGet();
        mostInFlight.accumulateAndGet(now, Math::max);
        return paths.computeIfAbsent(path, _ -> new AtomicInteger()).getAndIncrement();
    }

    void hit(Route route, FaultKind fault) {
        faults.computeIfAbsent(new ByFault(route, fault), _ -> new LongAdder()).increment();
    }

    void answered(Route route, int status) {
        statuses.computeIfAbsent(new ByStatus(route, status), _ -> new LongAdder())
                .increment();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    private static Map<String, Long> of(Map<String, Map<String, Long>> routes, Route route) {
        return routes.computeIfAbsent(route.name(), _ -> new TreeMap<>());
    }

    private static long sum(@Nullable LongAdder count) {
        return count == null ? 0 : count.sum();
    }
}
