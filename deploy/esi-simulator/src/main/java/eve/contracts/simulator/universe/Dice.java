package eve.contracts.simulator.universe;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Chance that repeats itself: the same seed and the same name give the same draws, in whatever order things are asked
/// for.
public final class Dice {
    private final SplittableRandom random;

    private Dice(long state) {
        random = new SplittableRandom(state);
    }

    /// Dice for one named thing, independent of the dice of every other thing.
    public static Dice of(long seed, long... name) {
        return new Dice(mixed(seed, name));
    }

    /// One draw in 0..1 for a named thing.
    public static double share(long seed, long... name) {
        return (mixed(seed, name) >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long seed, long... name) {
        long state = mix(seed + 0x9E3779B97F4A7C15L);
        for (long part : name) {
            state = mix(state ^ (part * 0xD1342543DE82EF95L + 0x9E3779B97F4A7C15L));
        }
        return state;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    double share() {
        return random.nextDouble();
    }

    boolean hits(double share) {
        return random.nextDouble() < share;
    }

    /// Between the two, both included.
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /// One of the things, the first ones more often: with the square root's density, so that the last of 20,000 still
    /// come.
    <T> T popular(List<T> things) {
        double share = random.nextDouble();
        return things.get((int) (share * share * things.size()));
    }

    /// One of the things, by weight; the weights need not sum to one.
    <T> T weighted(Map<T, Double> weights) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double draw = random.nextDouble() * sum;
        T last = weights.keySet().iterator().next();
        for (var entry : weights.entrySet()) {
            if (entry.getValue() > 0) {
                last = entry.getKey();
                draw -= entry.getValue();
                if (draw < 0) {
                    return last;
                }
            }
        }
        return last;
    }
}
