package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.AtOnce;
import eve.contracts.aggregator.esi.client.EsiAnswer;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Fetches all pages of one region's listing, a few at once, and checks that they are of one listing: all with
/// the same Last-Modified and page count, and no empty page unless it is the only one.
@Component
class ListingPages {

    /// In the live API, the largest region has 15 MB.
    private static final long MAX_BYTES = 64L << 20;

    /// The longest time by which a cache may lag behind.
    private static final Duration LONGEST_LAG = Duration.ofDays(1);

    private final EsiClient esi;
    private final EsiProperties properties;

    ListingPages(EsiClient esi, EsiProperties properties) {
        this.esi = esi;
        this.properties = properties;
    }

    /// One page's answer; an unchanged page is the known one.
    ///
    /// @param pages the page count; empty when ESI does not send it
    /// @param full whether another page may follow
    /// @param lastModified `null` when ESI sends no date, or an impossible one
    record Answered(
            StoredListing.Page page,
            OptionalInt pages,
            boolean full,
            @Nullable Instant lastModified,
            Instant freshUntil,
            Instant saidAt) {

        Answered withPages(int count) {
            return new Answered(page, OptionalInt.of(count), full, lastModified, freshUntil, saidAt);
        }
    }

    /// @param known the listing read before; pages that have not changed are not sent again
    /// @throws FetchFailedException when a page cannot be fetched, or the pages do not belong together
    List<Answered> read(long regionId, @Nullable StoredListing known) throws FetchFailedException {
        Answered first = first(regionId, known);
        // A count of one page may be wrong where that page is full.
        List<Answered> answers = first.pages().orElse(1) == 1 && first.full()
                ? uncounted(regionId, first, known)
                : counted(regionId, first, known);
        for (Answered answer : answers) {
            ensureOfOneListing(regionId, first, answer, answers.size());
        }
        return answers;
    }

    private List<Answered> counted(long regionId, Answered first, @Nullable StoredListing known)
            throws FetchFailedException {
        var bytes = new AtomicLong(first.page().body().length);
        List<AtOnce.Question<Answered>> others = new ArrayList<>();
        for (int page = 2; page <= first.pages().orElse(1); page++) {
            int number = page;
            others.add(() -> askWithin(bytes, regionId, number, known));
        }
        List<Answered> answers = new ArrayList<>(List.of(first));
        try {
            answers.addAll(AtOnce.ask(properties.sweepParallelism(), others));
        } catch (FetchFailedException e) {
            if (e.verdict() instanceof Verdict.Gone && !first.full()) {
                // A page after one that is not full is a wrong page count.
                return List.of(first.withPages(1));
            }
            throw later(regionId, e);
        }
        return answers;
    }

    /// Without a page count (esi-issues #474) the listing ends with the first page that is not full.
    private List<Answered> uncounted(long regionId, Answered first, @Nullable StoredListing known)
            throws FetchFailedException {
        var bytes = new AtomicLong(first.page().body().length);
        List<Answered> answers = new ArrayList<>(List.of(first));
        while (answers.getLast().full() && answers.size() < properties.maxPages()) {
            try {
                answers.add(askWithin(bytes, regionId, answers.size() + 1, known));
            } catch (FetchFailedException e) {
                if (!(e.verdict() instanceof Verdict.Gone)) {
                    throw e;
                }
                return answers;
            }
        }
        return answers;
    }

    /// Fetches the first page. The region is in ESI's list, so a single answer does not prove that it no longer
    /// exists.
    private Answered first(long regionId, @Nullable StoredListing known) throws FetchFailedException {
        try {
            return ask(regionId, 1, known);
        } catch (FetchFailedException e) {
            throw e.verdict() instanceof Verdict.Gone
                    ? new FetchFailedException(new Verdict.Retry(
                            FailureReason.REGION_UNKNOWN, "ESI says that there is no region " + regionId))
                    : e;
        }
    }

    /// Converts a failure of a later page. A page that is gone means that the listing has become shorter since
    /// its first page was read.
    private static FetchFailedException later(long regionId, FetchFailedException e) {
        return e.verdict() instanceof Verdict.Gone
                ? failure(FailureReason.ESI_INCONSISTENT_PAGES, regionId, "has fewer pages than its first page says")
                : e;
    }

    /// Fetches one more page, unless the pages so far are too large.
    private Answered askWithin(AtomicLong bytes, long regionId, int number, @Nullable StoredListing known)
            throws FetchFailedException {
        if (bytes.get() > MAX_BYTES) {
            throw failure(FailureReason.ESI_BROKEN_ANSWER, regionId, "is of more than " + MAX_BYTES + " bytes");
        }
        Answered answer = ask(regionId, number, known);
        bytes.addAndGet(answer.page().body().length);
        return answer;
    }

    private Answered ask(long regionId, int number, @Nullable StoredListing known) throws FetchFailedException {
        StoredListing.Page before = known == null ? null : known.page(number);
        EsiAnswer answer = esi.get(
                EsiRoute.LISTING, EsiRoute.LISTING.path(regionId, number), before == null ? null : before.etag());
        Instant lastModified = lastModified(answer, known);
        if (answer.unchanged() && known != null && before != null) {
            int pages = known.pages().size();
            OptionalInt saidPages = answer.saidPages().isEmpty() ? OptionalInt.of(pages) : answer.saidPages();
            return new Answered(before, saidPages, number < pages, lastModified, answer.freshUntil(), answer.saidAt());
        }
        return new Answered(
                new StoredListing.Page(number, answer.etag(), answer.body()),
                answer.saidPages(),
                answer.json().size() >= EsiAnswer.FULL_PAGE,
                lastModified,
                answer.freshUntil(),
                answer.saidAt());
    }

    /// Returns the Last-Modified of the answer; a date long before the known one counts as absent.
    private static @Nullable Instant lastModified(EsiAnswer answer, @Nullable StoredListing known) {
        Instant said = answer.lastModified();
        if (said == null) {
            return answer.unchanged() && known != null && known.dated() ? known.lastModified() : null;
        }
        return known != null
                        && known.dated()
                        && said.isBefore(known.lastModified().minus(LONGEST_LAG))
                ? null
                : said;
    }

    private static void ensureOfOneListing(long regionId, Answered first, Answered other, int pages)
            throws FetchFailedException {
        int number = other.page().number();
        if (first.lastModified() != null
                && other.lastModified() != null
                && !first.lastModified().equals(other.lastModified())) {
            throw failure(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    regionId,
                    "is of " + first.lastModified() + " on page 1 and of " + other.lastModified() + " on page "
                            + number);
        }
        if (other.pages().orElse(pages) != pages) {
            throw failure(
                    FailureReason.ESI_INCONSISTENT_PAGES,
                    regionId,
                    "has " + pages + " pages and says " + other.pages().getAsInt() + " on page " + number);
        }
        if (pages > 1 && other.page().isEmpty()) {
            throw failure(FailureReason.ESI_BROKEN_ANSWER, regionId, "has an empty page among " + pages);
        }
    }

    private static FetchFailedException failure(FailureReason reason, long regionId, String what) {
        return new FetchFailedException(new Verdict.Retry(reason, "The listing of region " + regionId + " " + what));
    }
}
