package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One region's public contracts, from a sweep whose pages all bore the same Last-Modified.
///
/// @param dated `false` when ESI did not say when it made the listing: then nothing counts as absent from it
/// @param first whether there was none of the region before: what it lacks cannot be held against another
/// @param whole `false` when an entry has no readable id: then any contract may be that entry
/// @param headers the entries that can be used, by contract id
/// @param broken entries that cannot, by contract id: they make one contract unreadable, not the region
/// @param unconfirmed contracts that are not listed and do not count as absent yet, see [Absences]
/// @param highest contract id; contracts above it may be newer than the listing; 0 when it is empty
public record Listing(
        long regionId,
        Instant lastModified,
        boolean dated,
        Instant freshUntil,
        boolean first,
        boolean whole,
        Map<Long, ContractHeader> headers,
        Map<Long, Verdict.Unfit> broken,
        Set<Long> unconfirmed,
        long highest) {

    public int size() {
        return headers.size() + broken.size();
    }

    /// The ids of all contracts listed, readable or not.
    public Set<Long> contractIds() {
        Set<Long> ids = new HashSet<>(headers.keySet());
        ids.addAll(broken.keySet());
        return ids;
    }

    boolean lists(long contractId) {
        return headers.containsKey(contractId) || broken.containsKey(contractId);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    Listing freshUntil(Instant until) {
        return new Listing(regionId, lastModified, dated, until, first, whole, headers, broken, unconfirmed, highest);
    }

    Listing withUnconfirmed(Set<Long> contractIds) {
        return new Listing(
                regionId, lastModified, dated, freshUntil, first, whole, headers, broken, contractIds, highest);
    }
}
