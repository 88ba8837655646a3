package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.universe.Universe;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Everything that the server serves from and is limited by.
public record Surroundings(
        Universe universe,
        Faults faults,
        Requests requests,
        Scripts scripts,
        Clock clock,
        long seed,
        int errorLimit,
        @Nullable TokenLimit tokens,
        @Nullable Downtime downtime) {}
