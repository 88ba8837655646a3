package eve.contracts.aggregator.intake.retry;

/// The topic that a record comes from.
public sealed interface Source {

    /// `contract-ids`.
    record ContractIds() implements Source {}

    /// A retry tier, `contract-ids-retry-<number>`.
    record RetryTier(int number) implements Source {}

    Source CONTRACT_IDS = new ContractIds();
}
