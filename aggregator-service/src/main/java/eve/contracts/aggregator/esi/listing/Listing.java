package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One region's public contracts, from a sweep whose pages all bore the same Last-Modified.
///
/// @param dated `false` when ESI did not say when it made the listing: then nothing counts as absent from it
/// @param first whether there was none of the region before: what it lacks cannot be held against another
/// @param withoutId entries without a readable id: any contract may be one of them
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
        int withoutId,
        Map<Long, ContractHeader> headers,
        Map<Long, Verdict.Failed> broken,
        Set<Long> unconfirmed,
        long highest) {

    /// ESI regenerates a listing every half hour.
    static final Duration MOST_FRESHNESS = Duration.ofHours(1);

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

    /// What is wrong with most entries is not wrong with their contracts.
    boolean isMostlyBroken() {
        return broken.size() > Math.max(Absences.FEW, headers.size());
    }

    boolean whole() {
        return withoutId == 0;
    }

    boolean isFresh(Instant now) {
        return isFresh(freshUntil, now);
    }

    /// What is fresh for longer than any listing was read while the clock was ahead.
    static boolean isFresh(Instant until, Instant now) {
        return now.isBefore(until) && !until.isAfter(now.plus(MOST_FRESHNESS));
    }

    Listing freshUntil(Instant until) {
        return new Listing(
                regionId, lastModified, dated, until, first, withoutId, headers, broken, unconfirmed, highest);
    }

    Listing withUnconfirmed(Set<Long> contractIds) {
        return new Listing(
                regionId, lastModified, dated, freshUntil, first, withoutId, headers, broken, contractIds, highest);
    }
}
