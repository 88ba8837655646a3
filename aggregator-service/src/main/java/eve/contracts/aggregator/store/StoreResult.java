package eve.contracts.aggregator.store;

/// What one transaction came to. All but `UNCHANGED` wrote exactly one event.
public enum StoreResult {
    CREATED,
    UPDATED,
    /// What is stored already says so, or is newer.
    UNCHANGED,
    CLOSED,
    UNAVAILABLE
}
