package eve.contracts.aggregator.store;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is stored of a contract: spares calls to ESI, and is what an event on its end tells.
///
/// @param bidsFreshUntil before this instant the stored bids are what ESI would answer
public record KnownContract(
        long regionId,
        long version,
        ContractHeader header,
        List<ContractItem> items,
        List<ContractBid> bids,
        @Nullable Instant bidsFreshUntil) {

    public boolean bidsAreFresh(Instant now) {
        return bidsFreshUntil != null && now.isBefore(bidsFreshUntil);
    }
}
