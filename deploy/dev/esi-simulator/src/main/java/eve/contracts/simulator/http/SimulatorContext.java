package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Downtime;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.universe.Universe;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The data and the limits of the server.
public record SimulatorContext(
        Universe universe,
        Faults faults,
        Requests requests,
        Scripts scripts,
        Clock clock,
        long seed,
        int errorLimit,
        @Nullable TokenLimit tokens,
        @Nullable Downtime downtime) {}
