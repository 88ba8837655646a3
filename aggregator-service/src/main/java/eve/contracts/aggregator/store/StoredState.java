package eve.contracts.aggregator.store;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.GoneReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stored state of a contract, read before it is fetched. It saves calls to ESI and gives the contents of
/// the event when the contract is gone.
public sealed interface StoredState {

    /// The id was never answered.
    record None() implements StoredState {}

    /// The contract was requested but is not available.
    ///
    /// @param observedAt when ESI last said so
    record Unavailable(GoneReason reason, Instant observedAt) implements StoredState {}

    /// The contract is stored.
    ///
    /// @param closedReason `null` while it is public, as far as is known
    /// @param observedAt the time of this state at ESI
    /// @param rollsDueAt when ESI is asked again for missing rolls; `null` when none is missing
    /// @param bidsModified when ESI generated the list of bids; `null` where ESI gave no date
    /// @param bidsFreshUntil until then ESI would answer with the stored bids
    /// @param bidsEtag the ETag with which ESI can confirm the bids
    record Stored(
            long regionId,
            long version,
            ContractHeader header,
            List<ContractItem> items,
            List<ContractBid> bids,
            @Nullable GoneReason closedReason,
            Instant observedAt,
            @Nullable Instant rollsDueAt,
            @Nullable Instant bidsModified,
            @Nullable Instant bidsFreshUntil,
            @Nullable String bidsEtag)
            implements StoredState {}
}
