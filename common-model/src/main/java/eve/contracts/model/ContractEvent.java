package eve.contracts.model;

/// The data of an event on `contract-events`: the single answer to a published id that is not a dead letter.
public sealed interface ContractEvent permits ContractStored, ContractClosed, ContractUnavailable {

    long contractId();

    /// The CloudEvents type of the event.
    EventType type();
}
