package eve.contracts.simulator.universe;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Repeatable random numbers: the same seed and the same name give the same draws, in whatever order they are
/// used.
public final class Dice {
    private final SplittableRandom random;

    private Dice(long state) {
        random = new SplittableRandom(state);
    }

    /// Returns the dice of one named thing, independent of the dice of all other things.
    public static Dice of(long seed, long... name) {
        return new Dice(mixed(seed, name));
    }

    /// Returns one number in 0..1 for a named thing.
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

    /// Returns a number between the two, both included.
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /// Returns one of the things, the first ones more often: with the density of a square root, so that the
    /// last ones of 20,000 are chosen too.
    <T> T popular(List<T> things) {
        double share = random.nextDouble();
        return things.get((int) (share * share * things.size()));
    }

    /// Returns one of the things, by weight; the sum of the weights may differ from one.
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
