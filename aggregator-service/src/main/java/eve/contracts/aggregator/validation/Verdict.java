package eve.contracts.aggregator.validation;

import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of fetching one contract.
public sealed interface Verdict {

    /// The contract is complete and valid.
    record Complete(FetchedContract contract) implements Verdict {}

    /// The fetch returned no contract.
    sealed interface Incomplete extends Verdict {}

    /// The contract is not public, or no longer.
    ///
    /// @param observedAt when ESI said so
    record Gone(GoneReason reason, Instant observedAt) implements Incomplete {}

    /// The fetch gave no answer about the contract.
    sealed interface Failed extends Incomplete {
        String detail();
    }

    /// A later attempt may succeed: the id is retried.
    ///
    /// @param notBefore the least time to wait, where ESI named one
    record Retry(
            FailureReason reason, String detail, @Nullable Duration notBefore) implements Failed {
        public Retry(FailureReason reason, String detail) {
            this(reason, detail, null);
        }
    }

    /// No attempt can succeed: the id is a dead letter.
    record Poison(FailureReason reason, String detail) implements Failed {}

    /// ESI is rate limiting or down, or its answers are not conclusive yet. This is not a failure of the
    /// contract: the id waits and no attempt is counted.
    ///
    /// @param notBefore the time until ESI is expected to have a conclusive answer, where known: the id waits
    ///     in a retry tier
    record Suspended(String detail, @Nullable Duration notBefore) implements Failed {
        public Suspended(String detail) {
            this(detail, null);
        }
    }
}
