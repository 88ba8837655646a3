package eve.contracts.simulator.universe;

/// The types of public contracts, with ESI's names.
public enum ContractType {
    item_exchange,
    auction,
    courier,
    loan;

    /// Returns whether contracts of this type list items.
    boolean hasItems() {
        return this == item_exchange || this == auction;
    }
}
