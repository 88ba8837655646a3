package eve.contracts.aggregator;

/// Permits the transaction that stores a contract. While the permit is held, nothing else decides the outcome
/// of the id.
@FunctionalInterface
public interface StorePermit {

    /// For work whose outcome nothing else decides.
    StorePermit ALWAYS = () -> true;

    /// @return `false` when the deadline has decided the outcome of the id: nothing may be stored any more
    boolean acquire();

    /// Releases the permit after a rollback: the contract is then fetched again, which may take long.
    default void release() {}
}
