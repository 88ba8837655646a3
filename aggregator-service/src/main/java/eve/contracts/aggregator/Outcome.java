package eve.contracts.aggregator;

import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.Verdict;
import org.jspecify.annotations.Nullable;

/// The result of the work on one id.
public sealed interface Outcome {

    /// The answer is committed, with its event if there is one.
    record Answered(StoreResult result) implements Outcome {}

    /// Nothing was written.
    ///
    /// @param thrown the exception that led to it; `null` when there was none
    record Unanswered(Verdict.Failed why, @Nullable Class<?> thrown) implements Outcome {
        public Unanswered(Verdict.Failed why) {
            this(why, null);
        }
    }
}
