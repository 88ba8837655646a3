package eve.contracts.simulator.faults;

import org.jspecify.annotations.Nullable;

/// The target of a request, for faults that are limited to a route, a region or a contract.
public interface Aim {
    Route route();

    /// Returns the contract whose items or bids are requested.
    @Nullable
    Long contractId();

    /// Returns the requested region, or the region of the contract.
    @Nullable
    Long regionId();
}
