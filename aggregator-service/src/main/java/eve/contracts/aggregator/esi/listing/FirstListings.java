package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.ItemsProbe;
import eve.contracts.aggregator.validation.FetchFailedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Checks a region's first listing. No earlier one shows whether it is complete, and ESI has left out contracts
/// for a whole cache period (esi-issues #1189). So ESI is asked for the items of the first contracts that the
/// listing lacks: a contract that has items exists.
///
/// After ESI has said of enough contracts that they do not exist, the listing is trusted, because each such
/// answer counts against ESI's error limit.
@Component
class FirstListings {

    private static final int SAMPLE = 10;

    private final ItemsProbe items;
    /// The number of absences that ESI has confirmed, by region.
    private final Map<Long, Integer> confirmed = new ConcurrentHashMap<>();

    FirstListings(ItemsProbe items) {
        this.items = items;
    }

    /// @param searched listings without the contract
    /// @return whether the contract exists nevertheless, so that one of them is not complete
    /// @throws FetchFailedException when ESI does not say now whether it exists
    boolean haveLost(long contractId, List<Listing> searched) throws FetchFailedException {
        List<Long> regions = searched.stream()
                .filter(Listing::first)
                .map(Listing::regionId)
                .filter(region -> confirmed.getOrDefault(region, 0) < SAMPLE)
                .toList();
        if (regions.isEmpty()) {
            return false;
        }
        if (items.hasItems(contractId)) {
            return true;
        }
        regions.forEach(region -> confirmed.merge(region, 1, Integer::sum));
        return false;
    }
}
