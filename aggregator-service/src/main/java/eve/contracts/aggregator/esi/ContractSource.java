package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.Known;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Fetches everything ESI knows of one contract: header, all pages of items, rolls, bids; and nothing that is known
/// already. No database connection is held while it does.
@Component
public class ContractSource {

    private final ListingSearch search;
    private final PagedLists lists;
    private final Rolls rolls;
    private final EsiSchema schema;
    private final Clock clock;

    ContractSource(ListingSearch search, PagedLists lists, Rolls rolls, EsiSchema schema, Clock clock) {
        this.search = search;
        this.lists = lists;
        this.rolls = rolls;
        this.schema = schema;
        this.clock = clock;
    }

    /// @param known what is stored of the contract: its items are not asked for again, nor bids that are still fresh
    /// @param attempts how often this id has failed before
    public Verdict fetch(ContractIdMessage message, Known known, int attempts) {
        try {
            return switch (search.find(message, known)) {
                case ListingSearch.Found.Absent(Instant asOf) -> new Verdict.Gone(GoneReason.NOT_LISTED, asOf);
                case ListingSearch.Found.Listed listed -> {
                    Verdict.Gone gone = goneSince(listed.lastModified(), known);
                    yield gone == null ? new Verdict.Complete(complete(listed, known, attempts)) : gone;
                }
            };
        } catch (UnfitAnswerException e) {
            return e.verdict();
        } catch (SchemaViolationException e) {
            return new Verdict.Poison(FailureReason.ESI_SCHEMA_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    /// A contract stays listed for a while after ESI has said that it is gone: what was said later than the listing was
    /// made still holds.
    private static Verdict.@Nullable Gone goneSince(Instant listingMade, Known known) {
        return switch (known) {
            // Absent from one region's listing says nothing against another's.
            case Known.Unavailable(GoneReason reason, Instant observedAt)
            when reason != GoneReason.NOT_LISTED && !observedAt.isBefore(listingMade) ->
                new Verdict.Gone(reason, observedAt);
            case Known.Stored stored
            when stored.closedReason() != null && !stored.observedAt().isBefore(listingMade) ->
                new Verdict.Gone(stored.closedReason(), stored.observedAt());
            case Known.Unavailable _, Known.Stored _, Known.Nothing _ -> null;
        };
    }

    private FetchedContract complete(ListingSearch.Found.Listed listed, Known known, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        ContractHeader header = listed.header();
        Known.Stored stored = known instanceof Known.Stored present ? present : null;
        List<ContractItem> items = List.of();
        if (header.type().hasItems()) {
            items = stored == null ? items(header.contractId(), attempts) : stored.items();
        }
        if (!header.type().hasBids()) {
            return new FetchedContract(
                    listed.regionId(), header, items, List.of(), listed.lastModified(), clock.instant(), null, null);
        }
        PagedLists.PagedList<ContractBid> bids = bids(header.contractId(), stored);
        Instant observed = later(listed.lastModified(), bids.lastModified());
        return new FetchedContract(
                listed.regionId(),
                header,
                items,
                bids.entries(),
                observed,
                clock.instant(),
                bids.freshUntil(),
                bids.etag());
    }

    private PagedLists.PagedList<ContractBid> bids(long contractId, Known.@Nullable Stored stored)
            throws UnfitAnswerException, SchemaViolationException {
        Instant freshUntil = stored == null ? null : stored.bidsFreshUntil();
        PagedLists.PagedList<ContractBid> known = stored == null || freshUntil == null
                ? null
                : new PagedLists.PagedList<>(stored.bids(), null, freshUntil, stored.bidsEtag());
        return known != null && clock.instant().isBefore(known.freshUntil())
                ? known
                : lists.read(EsiRoute.BIDS, contractId, schema::bids, ContractBid::bidId, known);
    }

    private List<ContractItem> items(long contractId, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        PagedLists.PagedList<ContractItem> items =
                lists.read(EsiRoute.ITEMS, contractId, schema::items, ContractItem::recordId, null);
        if (items.entries().isEmpty()) {
            // ESI would say the same again until the answer has expired.
            throw new UnfitAnswerException(new Verdict.Retry(
                    FailureReason.ESI_EMPTY_ITEMS,
                    "ESI lists no items of contract " + contractId,
                    Duration.between(clock.instant(), items.freshUntil())));
        }
        return rolls.complete(items.entries(), attempts);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
