package eve.contracts.simulator.faults;

import org.jspecify.annotations.Nullable;

/// What a request is about, as faults are limited to it.
public interface Aim {
    Route route();

    /// The contract whose items or bids are asked for.
    @Nullable
    Long contractId();

    /// The region that is asked for, or that of the contract.
    @Nullable
    Long regionId();
}
