package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One region's public contracts, from a sweep whose pages all have the same Last-Modified.
///
/// @param dated `false` when ESI sent no Last-Modified: then no contract counts as absent from it
/// @param first whether it is the region's first listing: without an earlier one its absences cannot be checked
/// @param withoutId the number of entries without a readable id: any contract may be one of them
/// @param headers the entries that can be used, by contract id
/// @param broken entries that cannot be used, by contract id: each makes one contract unreadable, not the
///     region
/// @param unconfirmed contracts that are not listed and do not count as absent yet, see [Absences]
/// @param highest the highest contract id; contracts above it may be newer than the listing; 0 when it is empty
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

    /// Returns the ids of all listed contracts, readable or not.
    public Set<Long> contractIds() {
        Set<Long> ids = new HashSet<>(headers.keySet());
        ids.addAll(broken.keySet());
        return ids;
    }

    boolean lists(long contractId) {
        return headers.containsKey(contractId) || broken.containsKey(contractId);
    }

    /// Returns whether most entries are unreadable, so that the cause is not in their contracts.
    boolean isMostlyBroken() {
        return broken.size() > Math.max(Absences.FEW, headers.size());
    }

    boolean whole() {
        return withoutId == 0;
    }

    boolean isFresh(Instant now) {
        return isFresh(freshUntil, now);
    }

    /// Returns whether a listing is fresh. An expiry later than any listing can have was computed while the
    /// clock was ahead, and does not count.
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
