package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.KnownContract;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.ContractItem;
import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Fetches everything ESI knows of one contract: header, all pages of items, rolls, bids. No database connection is
/// held
/// while it does.
@Component
public class ContractSource {

    private final Listings listings;
    private final Regions regions;
    private final PagedLists lists;
    private final Rolls rolls;
    private final EsiSchema schema;
    private final Clock clock;

    ContractSource(Listings listings, Regions regions, PagedLists lists, Rolls rolls, EsiSchema schema, Clock clock) {
        this.listings = listings;
        this.regions = regions;
        this.lists = lists;
        this.rolls = rolls;
        this.schema = schema;
        this.clock = clock;
    }

    /// @param known what is stored of the contract: its items are not asked for again, nor bids that are still fresh
    /// @param attempts how often this id has failed before
    public Verdict fetch(ContractIdMessage message, @Nullable KnownContract known, int attempts) {
        try {
            Listed listed = find(message, known);
            return listed == null
                    ? new Verdict.Gone(GoneReason.NOT_LISTED, clock.instant())
                    : new Verdict.Complete(complete(listed, known, attempts));
        } catch (UnfitAnswerException e) {
            return e.verdict();
        } catch (SchemaViolationException e) {
            return new Verdict.Poison(FailureReason.ESI_SCHEMA_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    private record Listed(long regionId, ContractHeader header, Instant lastModified) {}

    /// Looks where the contract most likely is; only when no region lists it, it is gone.
    private @Nullable Listed find(ContractIdMessage message, @Nullable KnownContract known)
            throws UnfitAnswerException, SchemaViolationException {
        Set<Long> tried = new LinkedHashSet<>();
        Long[] hints = {
            message.regionId(), known == null ? null : known.regionId(), listings.regionSeenWith(message.contractId())
        };
        for (Long hint : hints) {
            if (hint != null && tried.add(hint)) {
                Listed listed = in(hint, message.contractId());
                if (listed != null) {
                    return listed;
                }
            }
        }
        if (!tried.isEmpty()) {
            return null;
        }
        var everywhere = new LinkedHashSet<>(listings.known());
        everywhere.addAll(regions.toSearch());
        for (long region : everywhere) {
            Listed listed = in(region, message.contractId());
            if (listed != null) {
                return listed;
            }
        }
        return null;
    }

    private @Nullable Listed in(long regionId, long contractId) throws UnfitAnswerException, SchemaViolationException {
        Listing listing = listings.fresh(regionId);
        ContractHeader header = listing.header(contractId);
        return header == null ? null : new Listed(regionId, header, listing.lastModified());
    }

    private FetchedContract complete(Listed listed, @Nullable KnownContract known, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        ContractHeader header = listed.header();
        Instant observed = listed.lastModified();
        List<ContractItem> items = List.of();
        if (header.type().hasItems()) {
            items = known != null ? known.items() : items(header.contractId(), attempts);
        }
        List<ContractBid> bids = List.of();
        Instant bidsFreshUntil = null;
        if (header.type().hasBids()) {
            if (known != null && known.bidsAreFresh(clock.instant())) {
                bids = known.bids();
                bidsFreshUntil = known.bidsFreshUntil();
            } else {
                var answer = lists.read(EsiRoute.BIDS, header.contractId(), schema::bids, ContractBid::bidId);
                bids = answer.entries();
                bidsFreshUntil = answer.freshUntil();
                observed = later(observed, answer.lastModified());
            }
        }
        return new FetchedContract(listed.regionId(), header, items, bids, observed, clock.instant(), bidsFreshUntil);
    }

    private List<ContractItem> items(long contractId, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        List<ContractItem> items = lists.read(EsiRoute.ITEMS, contractId, schema::items, ContractItem::recordId)
                .entries();
        if (items.isEmpty()) {
            throw new UnfitAnswerException(
                    new Verdict.Retry(FailureReason.ESI_EMPTY_ITEMS, "ESI lists no items of contract " + contractId));
        }
        return rolls.complete(items, attempts);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
