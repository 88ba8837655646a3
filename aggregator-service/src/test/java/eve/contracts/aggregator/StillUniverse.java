package eve.contracts.aggregator;

import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;

/// Configures an ESI in which nothing changes while a test runs: it regenerates no listing and no bid expires.
public final class StillUniverse {

    private static final long HALF_HOUR = Duration.ofMinutes(30).toSeconds();

    private StillUniverse() {}

    public static SimulatorOptions of(int contracts) {
        long now = Instant.now().getEpochSecond();
        Instant justAfterTheListing = Instant.ofEpochSecond(now - now % HALF_HOUR + 1);
        return SimulatorOptions.defaults()
                .withClock(new MovableClock(justAfterTheListing))
                .withContracts(contracts)
                .withStillUniverse()
                .withoutLatency();
    }
}
