package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads a region's listing until all its pages belong together. Pages of different Last-Modified mean that the listing
/// was made anew in mid-sweep (esi-issues #1149): the sweep starts over, as it does when a page cannot be had or read.
///
/// A sweep that holds costs one request a page, a 304 where the page is as known.
@Component
class ListingSweep {

    private static final Logger log = LoggerFactory.getLogger(ListingSweep.class);
    private static final int MAX_ROUNDS = 4;
    private static final Duration LEAST_FRESHNESS = Duration.ofMinutes(1);
    private static final Set<FailureReason> SWEPT_AGAIN = Set.of(
            FailureReason.ESI_INCONSISTENT_PAGES,
            FailureReason.ESI_BROKEN_ANSWER,
            FailureReason.ESI_SERVER_ERROR,
            FailureReason.ESI_UNREACHABLE);

    private final ListingPages pages;
    private final ListingReader reader;
    private final Clock clock;
    private final MeterRegistry meters;

    ListingSweep(ListingPages pages, ListingReader reader, Clock clock, MeterRegistry meters) {
        this.pages = pages;
        this.reader = reader;
        this.clock = clock;
        this.meters = meters;
    }

    /// A listing, as it is kept and as it is used.
    record Swept(StoredListing stored, Listing listing) {}

    /// @param known what was swept before, for its ETags and for the pages that have not changed since
    /// @throws UnfitAnswerException when the listing cannot be had, did not hold still, or ESI knows no such region
    Swept sweep(long regionId, @Nullable StoredListing known) throws UnfitAnswerException {
        UnfitAnswerException last = null;
        boolean wasEmpty = false;
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            try {
                // Whatever did not fit is asked for whole the next time: a 304 could be what does not fit.
                Swept swept = read(regionId, pages.read(regionId, round == 1 ? known : null));
                ensureNotOlder(swept.listing(), known);
                boolean empty = swept.listing().size() == 0;
                if (!empty || wasEmpty || known == null || known.isEmpty()) {
                    count("consistent");
                    return swept;
                }
                // All gone at once would close them all: once more, to be sure.
                wasEmpty = true;
            } catch (UnfitAnswerException e) {
                if (!(e.verdict() instanceof Verdict.Retry retry && SWEPT_AGAIN.contains(retry.reason()))) {
                    count("given_up");
                    throw e;
                }
                last = e;
                count(retry.reason() == FailureReason.ESI_INCONSISTENT_PAGES ? "inconsistent" : "failed");
                log.info("The sweep of region {} starts over: {}", regionId, retry.detail());
            }
        }
        count("given_up");
        throw Objects.requireNonNull(last, "No round of the sweep failed, yet none held");
    }

    private Swept read(long regionId, List<ListingPages.Answered> answers) throws UnfitAnswerException {
        ListingPages.Answered first = answers.getFirst();
        Instant freshUntil = answers.stream()
                .map(ListingPages.Answered::freshUntil)
                .min(Instant::compareTo)
                .orElse(first.freshUntil());
        Instant least = clock.instant().plus(LEAST_FRESHNESS);
        Instant lastModified = first.lastModified();
        var stored = new StoredListing(
                regionId,
                lastModified == null ? first.saidAt() : lastModified,
                freshUntil.isBefore(least) ? least : freshUntil,
                answers.stream().map(ListingPages.Answered::page).toList());
        return new Swept(stored, reader.read(stored));
    }

    /// A cache that lags behind would make new contracts absent.
    private static void ensureNotOlder(Listing swept, @Nullable StoredListing known) throws UnfitAnswerException {
        if (known != null && swept.lastModified().isBefore(known.lastModified())) {
            throw new UnfitAnswerException(new Verdict.Retry(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    "The listing of region " + known.regionId() + " is of " + swept.lastModified()
                            + ", older than the one of " + known.lastModified() + " that was there before"));
        }
    }

    private void count(String outcome) {
        meters.counter("esi.sweeps", "outcome", outcome).increment();
    }
}
