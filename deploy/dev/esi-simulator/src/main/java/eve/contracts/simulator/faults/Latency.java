package eve.contracts.simulator.faults;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import eve.contracts.simulator.universe.Dice;
import java.time.Duration;

/// The time until an answer is sent.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shape")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Latency.Fixed.class, name = "fixed"),
    @JsonSubTypes.Type(value = Latency.LogNormal.class, name = "lognormal"),
    @JsonSubTypes.Type(value = Latency.WithSlowShare.class, name = "slow-share")
})
public sealed interface Latency {

    /// The same time for all requests.
    record Fixed(long millis) implements Latency {}

    /// Half of the answers are faster than the median; `sigma` is the spread of the logarithm.
    record LogNormal(long medianMillis, double sigma) implements Latency {}

    /// Like `usual`, but a share of the answers takes `slowMillis`.
    record WithSlowShare(Latency usual, double share, long slowMillis) implements Latency {}

    static Latency none() {
        return new Fixed(0);
    }

    static Latency fixed(Duration each) {
        return new Fixed(each.toMillis());
    }

    static Latency around(Duration median) {
        return new LogNormal(median.toMillis(), 0.35);
    }

    default Latency withSlowShare(double share, Duration slow) {
        return new WithSlowShare(this, share, slow.toMillis());
    }

    /// Returns the time for one request, derived from the seed, its path's hash and its ordinal.
    default long millis(long seed, long path, long nth) {
        return switch (this) {
            case Fixed(long millis) -> millis;
            case LogNormal(long median, double sigma) -> (long) (median * Math.exp(sigma * normal(seed, path, nth)));
            case WithSlowShare(Latency usual, double share, long slow) ->
                Dice.share(seed, path, nth, 3) < share ? slow : usual.millis(seed, path, nth);
        };
    }

    private static double normal(long seed, long path, long nth) {
        double radius = Math.sqrt(-2 * Math.log(1 - Dice.share(seed, path, nth, 1)));
        return radius * Math.cos(2 * Math.PI * Dice.share(seed, path, nth, 2));
    }
}
