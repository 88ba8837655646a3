package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds a contract's header, for which ESI has no route: in the listing of the likely region, else in every
/// known listing, else in the listings of the configured regions.
@Component
public class ListingSearch {

    private final Listings listings;
    private final Regions regions;
    private final ListingStore store;
    private final FirstListings firstListings;
    private final Clock clock;

    ListingSearch(Listings listings, Regions regions, ListingStore store, FirstListings firstListings, Clock clock) {
        this.listings = listings;
        this.regions = regions;
        this.store = store;
        this.firstListings = firstListings;
        this.clock = clock;
    }

    public sealed interface Found {
        /// @param lastModified of the listing
        record Listed(long regionId, ContractHeader header, Instant lastModified) implements Found {}

        /// No fresh listing contains the contract.
        ///
        /// @param asOf the Last-Modified of the oldest of the listings
        record Absent(Instant asOf) implements Found {}
    }

    /// @throws FetchFailedException when the contract's entry cannot be used, or when the contract was not
    ///     found and this is not conclusive yet
    public Found find(ContractIdMessage message, StoredState known) throws FetchFailedException {
        Set<Long> likely = new LinkedHashSet<>();
        add(likely, message.regionId());
        add(likely, known instanceof StoredState.Stored stored ? (Long) stored.regionId() : null);
        add(likely, listings.regionSeenWith(message.contractId()));
        if (!likely.isEmpty()) {
            return among(likely, message.contractId(), known);
        }
        Set<Long> everywhere = new LinkedHashSet<>(listings.known());
        everywhere.addAll(regions.toSearch());
        return among(everywhere, message.contractId(), known);
    }

    /// Searches the regions; a region that cannot be listed does not prevent finding the contract in another.
    private Found among(Set<Long> regionIds, long contractId, StoredState known) throws FetchFailedException {
        List<Listing> searched = new ArrayList<>();
        FetchFailedException failed = null;
        FetchFailedException unknown = null;
        int failures = 0;
        for (long regionId : regionIds) {
            Listing listing;
            try {
                listing = listings.fresh(regionId);
            } catch (FetchFailedException e) {
                switch (e.verdict()) {
                    case Verdict.Suspended _ -> throw e;
                    // A region that does not exist lists nothing; this is an error only if no other region was
                    // named.
                    case Verdict.Poison _ -> unknown = e;
                    case Verdict.Retry _, Verdict.Gone _ -> {
                        failed = e;
                        failures++;
                    }
                }
                continue;
            }
            Verdict.Failed broken = listing.broken().get(contractId);
            if (broken != null && listing.isMostlyBroken()) {
                throw new FetchFailedException(new Verdict.Suspended(
                        "Most entries of the listing of region " + regionId + " are unreadable: " + broken.detail(),
                        Duration.between(clock.instant(), listing.freshUntil())));
            }
            if (broken != null) {
                throw new FetchFailedException(untilNext(broken, listing));
            }
            ContractHeader header = listing.headers().get(contractId);
            if (header != null) {
                return new Found.Listed(regionId, header, listing.lastModified());
            }
            searched.add(listing);
        }
        if (failed != null) {
            throw regionIds.size() == 1
                    ? failed
                    : new FetchFailedException(new Verdict.Retry(
                            FailureReason.REGION_UNKNOWN,
                            failures + " of " + regionIds.size() + " regions could not be searched: "
                                    + failed.getMessage()));
        }
        if (!searched.isEmpty()) {
            return absent(searched, contractId, known);
        }
        throw unknown != null
                ? unknown
                : new FetchFailedException(
                        new Verdict.Retry(FailureReason.REGION_UNKNOWN, "There are no regions to search"));
    }

    /// A contract that is not listed does not count as absent while the listing needs confirmation, or if it
    /// may be newer than the listing.
    ///
    /// For a stored contract the listing itself says whether its absence needs confirmation. Any other contract
    /// may be in the part that a listing lacks, or be an entry without an id. Every listing may have such an
    /// entry, so a later one decides in any case.
    private Found.Absent absent(List<Listing> searched, long contractId, StoredState known)
            throws FetchFailedException {
        Instant now = clock.instant();
        Instant asOf = now;
        Instant next = now;
        for (Listing listing : searched) {
            asOf = listing.lastModified().isBefore(asOf) ? listing.lastModified() : asOf;
            next = listing.freshUntil().isAfter(next) ? listing.freshUntil() : next;
        }
        Duration wait = Duration.between(now, next);
        boolean stored = known instanceof StoredState.Stored;
        boolean ended = known instanceof StoredState.Stored it
                && !it.header().dateExpired().isAfter(now);
        for (Listing listing : searched) {
            boolean doubted = stored || !listing.whole()
                    ? listing.unconfirmed().contains(contractId)
                    : !listing.unconfirmed().isEmpty();
            if (!ended && (doubted || !listing.dated())) {
                throw new FetchFailedException(new Verdict.Suspended(
                        "The listing of region " + listing.regionId() + " of " + listing.lastModified()
                                + " lacks contract " + contractId + ", which a later listing must confirm",
                        wait));
            }
        }
        long highest = searched.stream().mapToLong(Listing::highest).max().orElse(0);
        boolean mayBeNewer =
                contractId > highest && (highest == 0 || contractId - highest <= ListingReader.DECADE_OF_IDS);
        boolean mayBeUnreadable = !searched.stream().allMatch(Listing::whole);
        if (!stored && (mayBeNewer || mayBeUnreadable) && !asOf.isAfter(store.awaitedSince(contractId, now))) {
            throw new FetchFailedException(new Verdict.Suspended(
                    "Contract " + contractId + " may be newer than the listing of " + asOf
                            + ", or one of its entries without an id",
                    wait));
        }
        if (!stored && firstListings.haveLost(contractId, searched)) {
            throw new FetchFailedException(new Verdict.Suspended(
                    "ESI has items of contract " + contractId + ", so the next listing decides whether it is public",
                    wait));
        }
        return new Found.Absent(asOf);
    }

    /// The entry stays the same until the listing is fetched again: an earlier attempt would get the same
    /// result.
    private Verdict.Failed untilNext(Verdict.Failed broken, Listing listing) {
        return broken instanceof Verdict.Retry retry
                ? new Verdict.Retry(
                        retry.reason(), retry.detail(), Duration.between(clock.instant(), listing.freshUntil()))
                : broken;
    }

    private static void add(Set<Long> likely, @Nullable Long regionId) {
        if (regionId != null) {
            likely.add(regionId);
        }
    }
}
