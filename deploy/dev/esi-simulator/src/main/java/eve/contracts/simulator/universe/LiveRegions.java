package eve.contracts.simulator.universe;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/// The 114 regions of the live universe and the share of public contracts in each: two thirds in The Forge, two
/// or three pages of 50,000 contracts in each other hub, less than a page in 52 regions, none in 57.
final class LiveRegions {
    private static final Map<Long, Double> HUBS =
            Map.of(10000002L, 0.67, 10000043L, 0.055, 10000032L, 0.047, 10000030L, 0.033, 10000042L, 0.025);
    private static final double ELSEWHERE = 0.17 / 52;
    private static final Set<Long> EMPTY = Set.of(
            10000004L, 10000005L, 10000017L, 10000018L, 10000019L, 10000021L, 10000031L, 10000048L, 10000053L,
            10000055L, 10000070L);

    private LiveRegions() {}

    static Map<Long, Double> shares() {
        var shares = new TreeMap<Long, Double>();
        add(shares, 10000001, 10000023, LiveRegions::share);
        add(shares, 10000025, 10000025, LiveRegions::share);
        add(shares, 10000027, 10000070, LiveRegions::share);
        add(shares, 10001000, 10001000, _ -> 0);
        add(shares, 10001004, 10001004, _ -> 0);
        add(shares, 11000001, 11000033, _ -> 0);
        add(shares, 12000001, 12000005, _ -> 0);
        add(shares, 14000001, 14000005, _ -> 0);
        add(shares, 19000001, 19000001, _ -> 0);
        return shares;
    }

    private static double share(long regionId) {
        return EMPTY.contains(regionId) ? 0 : HUBS.getOrDefault(regionId, ELSEWHERE);
    }

    private static void add(Map<Long, Double> shares, long first, long last, LongToDoubleFunction share) {
        LongStream.rangeClosed(first, last).forEach(id -> shares.put(id, share.applyAsDouble(id)));
    }
}
