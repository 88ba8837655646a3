package eve.contracts.aggregator.validation;

import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one fetch of a contract comes to.
public sealed interface Verdict {

    /// Everything is there and valid.
    record Complete(FetchedContract contract) implements Verdict {}

    /// The contract is not public, or no longer.
    ///
    /// @param observedAt when ESI said so
    record Gone(GoneReason reason, Instant observedAt) implements Verdict {}

    /// There is no contract to store from this fetch.
    sealed interface Unfit extends Verdict {
        String detail();
    }

    /// May heal: the id is tried again later.
    ///
    /// @param notBefore the least time to wait, where ESI named one
    record Retry(
            FailureReason reason, String detail, @Nullable Duration notBefore) implements Unfit {
        public Retry(FailureReason reason, String detail) {
            this(reason, detail, null);
        }
    }

    /// Cannot heal: the id is a dead letter.
    record Poison(FailureReason reason, String detail) implements Unfit {}

    /// ESI is limiting or down, or has not said enough yet, which is no failure of the contract: the id waits and no
    /// attempt is spent.
    ///
    /// @param notBefore when ESI will say more, where that is known: the id waits for it in a retry tier
    record Suspended(String detail, @Nullable Duration notBefore) implements Unfit {
        public Suspended(String detail) {
            this(detail, null);
        }
    }
}
