package eve.contracts.simulator.universe;

/// The types of contract that are public, named as ESI names them.
public enum ContractType {
    item_exchange,
    auction,
    courier,
    loan;

    /// Whether contracts of this type list items.
    boolean hasItems() {
        return this == item_exchange || this == auction;
    }
}
