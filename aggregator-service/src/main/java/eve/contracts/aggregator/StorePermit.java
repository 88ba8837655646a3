package eve.contracts.aggregator;

/// Asked before each transaction that stores a contract. While it is held nothing else decides what becomes of the
/// id.
@FunctionalInterface
public interface StorePermit {

    /// For work that nothing else decides about.
    StorePermit ALWAYS = () -> true;

    /// @return `false` when the deadline has decided what becomes of the id: nothing may be stored any more
    boolean acquire();

    /// The transaction was rolled back and the contract is fetched again, which may take long.
    default void release() {}
}
