package eve.contracts.aggregator;

import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.Verdict;

/// What the work on one id came to.
public sealed interface Outcome {

    /// The id has its answer: committed, with its event where there is one.
    record Answered(StoreResult result) implements Outcome {}

    /// Nothing was written.
    record Unanswered(Verdict.Unfit why) implements Outcome {}
}
