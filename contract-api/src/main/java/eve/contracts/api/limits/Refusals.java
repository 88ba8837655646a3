package eve.contracts.api.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts the rejected reads.
final class Refusals {

    static Counter counter(MeterRegistry meters, String limit) {
        return Counter.builder("contracts.reads.refused")
                .description("Reads that were refused, by the limit that was reached")
                .tag("limit", limit)
                .register(meters);
    }

    private Refusals() {}
}
