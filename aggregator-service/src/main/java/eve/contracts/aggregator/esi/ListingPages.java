package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Asks for all pages of one region's listing, a few at once, and sees that they are of one listing: the same
/// Last-Modified, the same count of pages, none but an only one empty.
@Component
class ListingPages {

    /// Live, the largest region has 15 MB.
    private static final long MAX_BYTES = 64L << 20;

    private final EsiClient esi;
    private final EsiProperties properties;

    ListingPages(EsiClient esi, EsiProperties properties) {
        this.esi = esi;
        this.properties = properties;
    }

    /// One page's answer; a page that has not changed is the one that was known.
    record Answered(
            StoredListing.Page page, int pages, @Nullable Instant lastModified, Instant freshUntil, Instant saidAt) {}

    /// @param known what was read before; pages that still are so are not sent again
    /// @throws UnfitAnswerException when a page cannot be had, or the pages do not belong together
    List<Answered> read(long regionId, @Nullable StoredListing known) throws UnfitAnswerException {
        Answered first = first(regionId, known);
        List<Answered> answers = new ArrayList<>();
        answers.add(first);
        long bytes = first.page().body().length;
        try (ExecutorService pool = Executors.newFixedThreadPool(
                properties.sweepParallelism(), Thread.ofVirtual().factory())) {
            List<Callable<Answered>> others = new ArrayList<>();
            for (int page = 2; page <= first.pages(); page++) {
                int number = page;
                others.add(() -> ask(regionId, number, known));
            }
            for (Future<Answered> other : pool.invokeAll(others)) {
                Answered answer = other.get();
                ensureOfOneListing(regionId, first, answer);
                bytes += answer.page().body().length;
                answers.add(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnfitAnswerException unfit) {
                throw later(regionId, unfit);
            }
            throw new IllegalStateException(e.getCause());
        }
        if (bytes > MAX_BYTES) {
            throw unfit(FailureReason.ESI_BROKEN_ANSWER, regionId, "is of " + bytes + " bytes");
        }
        return answers;
    }

    private Answered first(long regionId, @Nullable StoredListing known) throws UnfitAnswerException {
        try {
            return ask(regionId, 1, known);
        } catch (UnfitAnswerException e) {
            if (!(e.verdict() instanceof Verdict.Gone)) {
                throw e;
            }
            // A region that has had a listing does not cease to exist.
            throw new UnfitAnswerException(
                    known == null
                            ? new Verdict.Poison(FailureReason.ESI_REJECTED, "ESI knows no region " + regionId)
                            : new Verdict.Retry(
                                    FailureReason.REGION_UNKNOWN, "ESI knows region " + regionId + " no more"));
        }
    }

    /// A page that is gone means that the listing has become shorter since its first page was read.
    private static UnfitAnswerException later(long regionId, UnfitAnswerException e) {
        return e.verdict() instanceof Verdict.Gone
                ? unfit(FailureReason.ESI_INCONSISTENT_PAGES, regionId, "has fewer pages than its first page says")
                : e;
    }

    private Answered ask(long regionId, int number, @Nullable StoredListing known) throws UnfitAnswerException {
        StoredListing.Page before = known == null ? null : known.page(number);
        EsiAnswer answer = esi.get(
                EsiRoute.LISTING, EsiRoute.LISTING.path(regionId, number), before == null ? null : before.etag());
        Instant lastModified = answer.lastModified();
        if (lastModified == null && answer.unchanged() && known != null) {
            lastModified = known.lastModified();
        }
        return new Answered(
                answer.unchanged() && before != null
                        ? before
                        : new StoredListing.Page(number, answer.etag(), answer.body()),
                answer.pages(known == null ? 1 : known.pages().size()),
                lastModified,
                answer.freshUntil(),
                answer.saidAt());
    }

    private static void ensureOfOneListing(long regionId, Answered first, Answered other) throws UnfitAnswerException {
        int number = other.page().number();
        if (first.lastModified() == null || !Objects.equals(first.lastModified(), other.lastModified())) {
            throw unfit(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    regionId,
                    "is of " + first.lastModified() + " on page 1 and of " + other.lastModified() + " on page "
                            + number);
        }
        if (other.pages() != first.pages()) {
            throw unfit(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    regionId,
                    "has " + first.pages() + " pages on page 1 and " + other.pages() + " on page " + number);
        }
        if (first.page().isEmpty() || other.page().isEmpty()) {
            throw unfit(FailureReason.ESI_BROKEN_ANSWER, regionId, "has an empty page among " + first.pages());
        }
    }

    private static UnfitAnswerException unfit(FailureReason reason, long regionId, String what) {
        return new UnfitAnswerException(new Verdict.Retry(reason, "The listing of region " + regionId + " " + what));
    }
}
