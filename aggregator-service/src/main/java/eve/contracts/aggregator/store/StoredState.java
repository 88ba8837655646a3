package eve.contracts.aggregator.store;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.GoneReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the database knows of a contract before it is fetched: spares calls to ESI, and is what an event on its end
/// tells.
public sealed interface StoredState {

    /// The id was never answered.
    record None() implements StoredState {}

    /// The contract was asked for and not to be had.
    ///
    /// @param observedAt when ESI last said so
    record Unavailable(GoneReason reason, Instant observedAt) implements StoredState {}

    /// The contract is stored.
    ///
    /// @param closedReason `null` while it is public as far as is known
    /// @param observedAt as of when ESI told this state
    /// @param rollsDueAt when rolls that are missing are to be asked for again; `null` when none is missing
    /// @param bidsModified when ESI made the list of bids, as far as ESI said so
    /// @param bidsFreshUntil before this instant the stored bids are what ESI would answer
    /// @param bidsEtag under which ESI can say that they are still so
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
