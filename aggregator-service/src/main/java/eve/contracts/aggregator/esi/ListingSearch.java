package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.Known;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds a contract's header, for which ESI has no route: in the listing of the region that it should be in, else in
/// every listing known, else in those of the regions configured.
@Component
class ListingSearch {

    private final Listings listings;
    private final Regions regions;
    private final Clock clock;

    ListingSearch(Listings listings, Regions regions, Clock clock) {
        this.listings = listings;
        this.regions = regions;
        this.clock = clock;
    }

    sealed interface Found {
        /// @param lastModified of the listing
        record Listed(long regionId, ContractHeader header, Instant lastModified) implements Found {}

        /// No fresh listing holds the contract.
        ///
        /// @param asOf the Last-Modified of the oldest of the listings
        record Absent(Instant asOf) implements Found {}
    }

    /// @throws UnfitAnswerException when the contract was not found and not all listings could be had
    /// @throws SchemaViolationException when the contract's entry breaks ESI's schema
    Found find(ContractIdMessage message, Known known) throws UnfitAnswerException, SchemaViolationException {
        Set<Long> likely = new LinkedHashSet<>();
        add(likely, message.regionId());
        add(likely, known instanceof Known.Stored stored ? (Long) stored.regionId() : null);
        add(likely, listings.regionSeenWith(message.contractId()));
        if (!likely.isEmpty()) {
            return among(likely, message.contractId());
        }
        Set<Long> everywhere = new LinkedHashSet<>(listings.known());
        everywhere.addAll(regions.toSearch());
        return among(everywhere, message.contractId());
    }

    /// A region that cannot be listed does not keep the contract from being found in another.
    private Found among(Set<Long> regionIds, long contractId) throws UnfitAnswerException, SchemaViolationException {
        Instant asOf = clock.instant();
        UnfitAnswerException failed = null;
        int failures = 0;
        int searched = 0;
        for (long regionId : regionIds) {
            try {
                Listing listing = listings.fresh(regionId);
                searched++;
                ContractHeader header = listing.header(contractId);
                if (header != null) {
                    return new Found.Listed(regionId, header, listing.lastModified());
                }
                asOf = listing.lastModified().isBefore(asOf) ? listing.lastModified() : asOf;
            } catch (UnfitAnswerException e) {
                if (e.verdict() instanceof Verdict.Suspended) {
                    throw e;
                }
                // A region that does not exist lists nothing; it is an error only where it is all that was named.
                boolean counts = !(e.verdict() instanceof Verdict.Poison) || regionIds.size() == 1;
                failed = counts ? e : failed;
                failures += counts ? 1 : 0;
            }
        }
        if (failed == null && searched > 0) {
            return new Found.Absent(asOf);
        }
        if (failed == null) {
            throw new UnfitAnswerException(
                    new Verdict.Retry(FailureReason.REGION_UNKNOWN, "ESI lists none of the regions " + regionIds));
        }
        throw regionIds.size() == 1
                ? failed
                : new UnfitAnswerException(new Verdict.Retry(
                        FailureReason.REGION_UNKNOWN,
                        failures + " of " + regionIds.size() + " regions could not be searched: "
                                + failed.getMessage()));
    }

    private static void add(Set<Long> likely, @Nullable Long regionId) {
        if (regionId != null) {
            likely.add(regionId);
        }
    }
}
