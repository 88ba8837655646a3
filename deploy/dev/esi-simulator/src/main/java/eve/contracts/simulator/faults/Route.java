package eve.contracts.simulator.faults;

/// ESI's routes: faults are limited to them, and requests are counted by them.
public enum Route {
    LISTING,
    ITEMS,
    BIDS,
    DYNAMIC_ITEMS,
    REGIONS,
    REGION,
    TYPE,
    NAMES,
    STATUS,
    /// Any path that is not a route of ESI.
    UNKNOWN
}
