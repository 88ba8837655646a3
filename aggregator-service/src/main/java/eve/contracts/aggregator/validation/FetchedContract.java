package eve.contracts.aggregator.validation;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete contract from ESI's answers.
///
/// @param observedAt the latest Last-Modified among its answers; the state with the later one is the newer
///     state
/// @param fetchedAt when the last answer arrived
/// @param rollsDueAt when ESI is asked again for missing rolls; `null` when none is missing
/// @param bidsModified when ESI generated the list of bids; `null` if the contract has no bids, or ESI gave no
///     date
/// @param bidsFreshUntil until then ESI has no newer bids; `null` if the contract has no bids
/// @param bidsEtag the ETag with which ESI can confirm the bids; `null` where there is none
public record FetchedContract(
        long regionId,
        ContractHeader header,
        List<ContractItem> items,
        List<ContractBid> bids,
        Instant observedAt,
        Instant fetchedAt,
        @Nullable Instant rollsDueAt,
        @Nullable Instant bidsModified,
        @Nullable Instant bidsFreshUntil,
        @Nullable String bidsEtag) {}
