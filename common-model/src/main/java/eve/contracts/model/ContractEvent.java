package eve.contracts.model;

/// The data of an event on `contract-events`: the one answer to a published id that is not a dead letter.
public sealed interface ContractEvent permits ContractStored, ContractClosed, ContractUnavailable {

    long contractId();

    /// The CloudEvents type under which the event travels.
    EventType type();
}
