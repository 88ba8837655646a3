package eve.contracts.aggregator.store;

/// The result of one transaction. All but `UNCHANGED` wrote exactly one event.
public enum StoreResult {
    CREATED,
    UPDATED,
    /// The stored state is the same, or newer.
    UNCHANGED,
    CLOSED,
    UNAVAILABLE
}
