package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads all pages of one region's listing, each under the ETag known of it. Pages of different Last-Modified mean that
/// the
/// listing was made anew in mid-sweep (esi-issues #1149): the sweep starts over.
@Component
class ListingSweep {

    private static final Logger log = LoggerFactory.getLogger(ListingSweep.class);
    private static final int MAX_SWEEPS = 4;
    private static final Duration LEAST_FRESHNESS = Duration.ofMinutes(1);

    private final EsiClient esi;
    private final EsiProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    ListingSweep(EsiClient esi, EsiProperties properties, Clock clock, MeterRegistry meters) {
        this.esi = esi;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    /// @param known what was swept before, for its ETags and for the pages that have not changed since
    /// @throws UnfitAnswerException when a page could not be had, or the listing did not hold still
    StoredListing sweep(long regionId, @Nullable StoredListing known) throws UnfitAnswerException {
        for (int round = 1; round <= MAX_SWEEPS; round++) {
            StoredListing swept = attempt(regionId, known);
            if (swept != null) {
                meters.counter("esi.sweeps", "outcome", "consistent").increment();
                return swept;
            }
            meters.counter("esi.sweeps", "outcome", "inconsistent").increment();
            log.info("The listing of region {} changed in mid-sweep; it is swept again", regionId);
        }
        throw new UnfitAnswerException(new Verdict.Retry(
                FailureReason.ESI_INCONSISTENT_PAGES,
                "The listing of region " + regionId + " changed in each of " + MAX_SWEEPS + " sweeps"));
    }

    private @Nullable StoredListing attempt(long regionId, @Nullable StoredListing known) throws UnfitAnswerException {
        EsiAnswer first = ask(regionId, 1, known);
        Instant lastModified = lastModified(first, known);
        List<EsiAnswer> answers = new ArrayList<>();
        answers.add(first);
        try (var pool = Executors.newFixedThreadPool(
                properties.sweepParallelism(), Thread.ofVirtual().factory())) {
            List<Callable<EsiAnswer>> others = new ArrayList<>();
            for (int page = 2; page <= first.pages(); page++) {
                int number = page;
                others.add(() -> ask(regionId, number, known));
            }
            for (Future<EsiAnswer> answer : pool.invokeAll(others)) {
                answers.add(answer.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnfitAnswerException unfit) {
                return restartOrFail(unfit);
            }
            throw new IllegalStateException(e.getCause());
        }
        boolean consistent = answers.stream()
                .allMatch(answer ->
                        answer.pages() == first.pages() && Objects.equals(lastModified(answer, known), lastModified));
        return consistent ? listing(regionId, lastModified, answers, known) : null;
    }

    /// A page that is gone means that the listing has become shorter since its first page was read.
    private static @Nullable StoredListing restartOrFail(UnfitAnswerException unfit) throws UnfitAnswerException {
        if (unfit.verdict() instanceof Verdict.Retry retry && retry.reason() == FailureReason.ESI_INCONSISTENT_PAGES) {
            return null;
        }
        throw unfit;
    }

    private EsiAnswer ask(long regionId, int page, @Nullable StoredListing known) throws UnfitAnswerException {
        StoredListing.Page before = known == null ? null : known.page(page);
        return esi.get(EsiRoute.LISTING, EsiRoute.LISTING.path(regionId, page), before == null ? null : before.etag());
    }

    private @Nullable Instant lastModified(EsiAnswer answer, @Nullable StoredListing known) {
        return answer.lastModified() == null && answer.unchanged() && known != null
                ? known.lastModified()
                : answer.lastModified();
    }

    private StoredListing listing(
            long regionId, @Nullable Instant lastModified, List<EsiAnswer> answers, @Nullable StoredListing known) {
        Instant now = clock.instant();
        Instant freshUntil = answers.stream()
                .map(EsiAnswer::freshUntil)
                .min(Instant::compareTo)
                .orElse(now);
        var pages = new ArrayList<StoredListing.Page>();
        for (EsiAnswer answer : answers) {
            int number = pages.size() + 1;
            StoredListing.Page before = known == null ? null : known.page(number);
            pages.add(
                    answer.unchanged() && before != null
                            ? before
                            : new StoredListing.Page(number, answer.etag(), answer.body()));
        }
        Instant least = now.plus(LEAST_FRESHNESS);
        return new StoredListing(
                regionId,
                lastModified == null ? now : lastModified,
                freshUntil.isBefore(least) ? least : freshUntil,
                pages);
    }
}
