package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.esi.client.AnswerReader;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.esi.client.ItemsProbe;
import eve.contracts.aggregator.esi.listing.ListingSearch;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.SameFacts;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.ContractItem;
import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Fetches everything that ESI has about one contract: header, all pages of items, rolls, bids; except what is
/// stored and still valid. It holds no database connection while it fetches.
@Component
public class ContractSource {

    /// ESI regenerates its answers about items once a day.
    private static final Duration ROLLS_AGAIN = Duration.ofDays(1);
    /// The freshness of ESI's answers about bids.
    private static final Duration BIDS_AGAIN = Duration.ofMinutes(5);

    private final ListingSearch search;
    private final PagedLists lists;
    private final ItemsProbe itemsProbe;
    private final Rolls rolls;
    private final PagedLists.Kind<ContractItem> itemList;
    private final PagedLists.Kind<ContractBid> bidList;
    private final Clock clock;

    ContractSource(
            ListingSearch search, PagedLists lists, ItemsProbe itemsProbe, Rolls rolls, EsiSchema schema, Clock clock) {
        this.search = search;
        this.lists = lists;
        this.itemsProbe = itemsProbe;
        this.rolls = rolls;
        this.itemList = new PagedLists.Kind<>(EsiRoute.ITEMS, schema::items, ContractItem::recordId, SameFacts::in);
        this.bidList = new PagedLists.Kind<>(EsiRoute.BIDS, schema::bids, ContractBid::bidId, SameFacts::in);
        this.clock = clock;
    }

    /// @param known the stored state of the contract: its items, and bids that are still fresh, are not
    ///     requested again
    /// @param lastAttempt whether the id becomes a dead letter when this fetch fails
    public Verdict fetch(ContractIdMessage message, StoredState known, boolean lastAttempt) {
        Verdict verdict = find(message, known, lastAttempt);
        return verdict instanceof Verdict.Gone(GoneReason reason, Instant observedAt)
                ? new Verdict.Gone(reason, possible(observedAt))
                : verdict;
    }

    private Verdict find(ContractIdMessage message, StoredState known, boolean lastAttempt) {
        try {
            return switch (search.find(message, known)) {
                case ListingSearch.Found.Absent(Instant asOf) -> new Verdict.Gone(GoneReason.NOT_LISTED, asOf);
                case ListingSearch.Found.Listed listed -> {
                    Verdict.Gone gone = goneSince(listed.lastModified(), known);
                    yield gone == null ? new Verdict.Complete(complete(listed, known, lastAttempt)) : gone;
                }
            };
        } catch (FetchFailedException e) {
            return e.verdict();
        } catch (SchemaViolationException e) {
            // A single answer may be damaged; if it still is at the last attempt, the id becomes a dead letter.
            return new Verdict.Retry(FailureReason.ESI_SCHEMA_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    /// A contract stays listed for a while after ESI has said that it is gone. Such an answer holds if it is
    /// newer than the listing.
    private static Verdict.@Nullable Gone goneSince(Instant listingMade, StoredState known) {
        return switch (known) {
            // Absence from one region's listing says nothing about another region's.
            case StoredState.Unavailable(GoneReason reason, Instant observedAt)
            when reason != GoneReason.NOT_LISTED && !observedAt.isBefore(listingMade) ->
                new Verdict.Gone(reason, observedAt);
            case StoredState.Stored stored
            when stored.closedReason() != null && !stored.observedAt().isBefore(listingMade) ->
                new Verdict.Gone(stored.closedReason(), stored.observedAt());
            case StoredState.Unavailable _, StoredState.Stored _, StoredState.None _ -> null;
        };
    }

    private FetchedContract complete(ListingSearch.Found.Listed listed, StoredState known, boolean lastAttempt)
            throws FetchFailedException, SchemaViolationException {
        ContractHeader header = listed.header();
        StoredState.Stored stored = known instanceof StoredState.Stored present ? present : null;
        Items items = Items.NONE;
        if (header.type().hasItems()) {
            items = stored == null ? items(header.contractId(), lastAttempt) : itemsOf(stored);
        }
        PagedLists.PagedList<ContractBid> bids = header.type().hasBids() ? bids(header.contractId(), stored) : null;
        Instant modified = bids == null || bids.lastModified() == null ? null : possible(bids.lastModified());
        return new FetchedContract(
                listed.regionId(),
                header,
                items.items(),
                bids == null ? List.of() : bids.entries(),
                possible(later(listed.lastModified(), modified)),
                clock.instant(),
                items.rollsDueAt(),
                modified,
                bids == null ? null : bids.freshUntil(),
                bids == null ? null : bids.etag());
    }

    private PagedLists.PagedList<ContractBid> bids(long contractId, StoredState.@Nullable Stored stored)
            throws FetchFailedException, SchemaViolationException {
        Instant freshUntil = stored == null ? null : stored.bidsFreshUntil();
        PagedLists.PagedList<ContractBid> known = stored == null || freshUntil == null
                ? null
                : new PagedLists.PagedList<>(stored.bids(), stored.bidsModified(), freshUntil, stored.bidsEtag());
        if (known != null && clock.instant().isBefore(known.freshUntil())) {
            return known;
        }
        try {
            return lists.read(bidList, contractId, known);
        } catch (FetchFailedException e) {
            // There are few auctions, so there is rarely another one that could show that the route is at
            // fault.
            if (e.verdict() instanceof Verdict.Gone && itemsProbe.hasItems(contractId)) {
                throw new FetchFailedException(new Verdict.Suspended(
                        "ESI has items of auction " + contractId + ", but no list of its bids", BIDS_AGAIN));
            }
            throw e;
        }
    }

    /// @param rollsDueAt when ESI is asked again for missing rolls; `null` when none is missing
    private record Items(List<ContractItem> items, @Nullable Instant rollsDueAt) {
        static final Items NONE = new Items(List.of(), null);
    }

    private Items items(long contractId, boolean lastAttempt) throws FetchFailedException, SchemaViolationException {
        PagedLists.PagedList<ContractItem> items = lists.read(itemList, contractId, null);
        if (items.entries().isEmpty()) {
            // ESI would repeat the same answer until it expires.
            throw new FetchFailedException(new Verdict.Retry(
                    FailureReason.ESI_EMPTY_ITEMS,
                    "ESI lists no items of contract " + contractId,
                    Duration.between(clock.instant(), items.freshUntil())));
        }
        return items(rolls.complete(items.entries(), lastAttempt));
    }

    /// Stored items never change, but a missing roll may have become available: ESI is asked at most once a
    /// day.
    private Items itemsOf(StoredState.Stored stored) {
        Instant due = stored.rollsDueAt();
        if (due == null || clock.instant().isBefore(due)) {
            return new Items(stored.items(), due);
        }
        try {
            return items(rolls.complete(stored.items(), true));
        } catch (FetchFailedException e) {
            // A failure of the rolls does not hold back the rest of the contract.
            return new Items(stored.items(), due);
        }
    }

    private Items items(Rolls.Completed completed) {
        return new Items(
                completed.items(), completed.missing() ? clock.instant().plus(ROLLS_AGAIN) : null);
    }

    /// Returns a time that ESI gave, limited to the present: after a future time, no later answer of ESI would
    /// count.
    private Instant possible(Instant said) {
        Instant latest = clock.instant().plus(AnswerReader.CLOCK_TOLERANCE);
        return said.isAfter(latest) ? latest : said;
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
