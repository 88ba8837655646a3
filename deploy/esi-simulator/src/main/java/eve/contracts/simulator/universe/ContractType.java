package eve.contracts.simulator.universe;

/// The types of contract that are public, named as ESI names them.
public enum ContractType {
    item_exchange,
    auction,
    courier
}
