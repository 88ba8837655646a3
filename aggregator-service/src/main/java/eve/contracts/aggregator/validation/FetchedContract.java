package eve.contracts.aggregator.validation;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A contract as ESI tells it, complete.
///
/// @param observedAt the latest Last-Modified among the answers it was made of: which of two states is the newer one
/// @param fetchedAt when the last answer arrived
/// @param rollsDueAt when rolls that are missing are to be asked for again; `null` when none is missing
/// @param bidsModified when ESI made the list of bids; `null` without bids to ask for, and where ESI did not say
/// @param bidsFreshUntil before this instant ESI has nothing new to say of the bids; `null` without bids to ask for
/// @param bidsEtag under which ESI can say that the bids are still these; `null` where there is none
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
