package eve.contracts.api.contracts;

/// Whether a stored contract is still listed publicly.
enum ContractStatus {
    OPEN,
    CLOSED
}
