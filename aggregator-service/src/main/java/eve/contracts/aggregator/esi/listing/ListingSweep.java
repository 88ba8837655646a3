package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.AnswerReader;
import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads a region's listing until all its pages belong together. Pages with different Last-Modified mean that
/// ESI regenerated the listing during the sweep (esi-issues #1149): the sweep starts again. It also starts
/// again, once, when a page is unreadable, but not when a page cannot be fetched: that call was repeated
/// already, and each error counts against ESI's limit.
///
/// A sweep without such a restart costs one request a page, a 304 where the page is unchanged.
@Component
class ListingSweep {

    private static final Logger log = LoggerFactory.getLogger(ListingSweep.class);
    private static final Map<FailureReason, Integer> MAX_ROUNDS =
            Map.of(FailureReason.ESI_INCONSISTENT_PAGES, 4, FailureReason.ESI_BROKEN_ANSWER, 2);
    private static final Duration LEAST_FRESHNESS = Duration.ofMinutes(1);

    private final ListingPages pages;
    private final ListingReader reader;
    private final ListingStore store;
    private final Clock clock;
    private final MeterRegistry meters;

    ListingSweep(ListingPages pages, ListingReader reader, ListingStore store, Clock clock, MeterRegistry meters) {
        this.pages = pages;
        this.reader = reader;
        this.store = store;
        this.clock = clock;
        this.meters = meters;
    }

    /// A listing in its stored form and in its parsed form.
    record Swept(StoredListing stored, Listing listing) {}

    /// @param stored the last sweep, for its ETags and unchanged pages
    /// @param before `stored` in its parsed form
    /// @throws FetchFailedException when the listing cannot be fetched, or was inconsistent in all rounds
    Swept sweep(long regionId, @Nullable StoredListing stored, @Nullable Listing before) throws FetchFailedException {
        Instant latest = clock.instant().plus(AnswerReader.CLOCK_TOLERANCE);
        // With a future date, every later listing would count as an older one.
        StoredListing known = stored != null && stored.lastModified().isAfter(latest) ? stored.withoutDate() : stored;
        boolean wasEmpty = false;
        for (int round = 1; ; round++) {
            try {
                // After a failed round all pages are fetched without ETags: a 304 could be the inconsistent
                // page.
                Swept swept = read(regionId, pages.read(regionId, round == 1 ? known : null), known);
                ensureNotOlder(swept.listing(), known);
                boolean empty = swept.listing().size() == 0;
                if (!empty || wasEmpty || known == null || known.isEmpty()) {
                    count(swept.listing().dated() ? "consistent" : "undated");
                    return withUnconfirmed(swept, before);
                }
                // An empty listing is read once more at once, instead of waiting for the next one to confirm
                // it.
                wasEmpty = true;
            } catch (FetchFailedException e) {
                if (!(e.verdict() instanceof Verdict.Retry retry
                        && round < MAX_ROUNDS.getOrDefault(retry.reason(), 0))) {
                    count("given_up");
                    throw e;
                }
                count(retry.reason() == FailureReason.ESI_INCONSISTENT_PAGES ? "inconsistent" : "failed");
                log.info("The sweep of region {} starts again: {}", regionId, retry.detail());
            }
        }
    }

    private Swept withUnconfirmed(Swept swept, @Nullable Listing before) {
        Listing listing = swept.listing();
        Set<Long> unconfirmed = Absences.unconfirmed(
                listing,
                before,
                before == null ? store.openContracts(listing.regionId(), listing.lastModified()) : Set.of());
        if (!unconfirmed.isEmpty()) {
            meters.counter("esi.absences.unconfirmed").increment(unconfirmed.size());
            log.warn(
                    "The listing of region {} of {} lacks {} contracts that were open. They count as gone when a later"
                            + " listing lacks them too.",
                    listing.regionId(),
                    listing.lastModified(),
                    unconfirmed.size());
        }
        return new Swept(swept.stored().withUnconfirmed(unconfirmed), listing.withUnconfirmed(unconfirmed));
    }

    private Swept read(long regionId, List<ListingPages.Answered> answers, @Nullable StoredListing known)
            throws FetchFailedException {
        ListingPages.Answered first = answers.getFirst();
        Instant lastModified = first.lastModified();
        boolean dated = lastModified != null && answers.stream().allMatch(answer -> answer.lastModified() != null);
        if (!dated || lastModified == null) {
            lastModified = known == null ? first.saidAt() : known.lastModified();
        }
        Instant freshUntil = answers.stream()
                .map(ListingPages.Answered::freshUntil)
                .min(Instant::compareTo)
                .orElse(first.freshUntil());
        Instant now = clock.instant();
        Instant least = now.plus(LEAST_FRESHNESS);
        Instant most = now.plus(Listing.MOST_FRESHNESS);
        var stored = new StoredListing(
                regionId,
                lastModified,
                dated,
                freshUntil.isBefore(least) ? least : freshUntil.isAfter(most) ? most : freshUntil,
                known == null || known.first() && !lastModified.isAfter(known.lastModified()),
                Set.of(),
                answers.stream().map(ListingPages.Answered::page).toList());
        return new Swept(stored, reader.read(stored));
    }

    /// Rejects an older listing: a cache that lags behind would make new contracts absent.
    private static void ensureNotOlder(Listing swept, @Nullable StoredListing known) throws FetchFailedException {
        if (known != null && known.dated() && swept.lastModified().isBefore(known.lastModified())) {
            throw new FetchFailedException(new Verdict.Retry(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    "The listing of region " + known.regionId() + " is of " + swept.lastModified()
                            + ", older than the one of " + known.lastModified() + " that was there before"));
        }
    }

    private void count(String outcome) {
        meters.counter("esi.sweeps", "outcome", outcome).increment();
    }
}
