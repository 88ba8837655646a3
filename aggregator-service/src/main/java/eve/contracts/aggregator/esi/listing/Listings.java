package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Provides the latest listing of each region: in memory here, shared between replicas in PostgreSQL, and swept
/// again on demand after it has expired, by one replica at a time.
///
/// The cost of a sweep is its pages, whatever the number of ids that wait for it; they also share its failure.
@Component
public class Listings {

    private static final Logger log = LoggerFactory.getLogger(Listings.class);

    private static final Duration SWEEP_LEASE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    /// 15 s in total: well within the deadline of the waiting ids.
    private static final int MOST_LOOKS = 60;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration WARN_AGAIN = Duration.ofMinutes(1);
    /// There are fewer regions than this.
    private static final int MOST_FAILURES = 1_000;

    private final ListingStore store;
    private final ListingSweep sweep;
    private final ListingReader reader;
    private final Regions regions;
    private final Clock clock;
    private final Map<Long, Listing> cached = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Listing>> refreshing = new ConcurrentHashMap<>();
    private final Map<Long, Failure> failures = new ConcurrentHashMap<>();

    Listings(ListingStore store, ListingSweep sweep, ListingReader reader, Regions regions, Clock clock) {
        this.store = store;
        this.sweep = sweep;
        this.reader = reader;
        this.regions = regions;
        this.clock = clock;
    }

    /// The last failure to get a region's listing.
    ///
    /// @param pause the wait before it is requested again, doubled after each failure
    /// @param until the end of the pause
    /// @param warnedAt when the last warning about the region was logged
    private record Failure(Verdict.Retry cause, Duration pause, Instant until, Instant warnedAt) {

        /// Returns the failure with the remaining pause as its least wait, so that each attempt of an id sees
        /// another answer of ESI.
        FetchFailedException at(Instant now) {
            Duration left = Duration.between(now, until);
            Duration named = cause.notBefore();
            return new FetchFailedException(new Verdict.Retry(
                    cause.reason(), cause.detail(), named == null || named.compareTo(left) < 0 ? left : named));
        }
    }

    /// Returns ESI's current listing, from memory, from another replica, or from a sweep.
    ///
    /// @throws FetchFailedException when it is not available; poison when the region does not exist
    public Listing fresh(long regionId) throws FetchFailedException {
        Listing listing = cached.get(regionId);
        if (listing != null && listing.isFresh(clock.instant())) {
            return listing;
        }
        var mine = new CompletableFuture<Listing>();
        CompletableFuture<Listing> others = refreshing.putIfAbsent(regionId, mine);
        if (others != null) {
            return join(others);
        }
        try {
            mine.complete(refreshed(regionId));
        } catch (FetchFailedException | RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            refreshing.remove(regionId, mine);
        }
        return join(mine);
    }

    /// Returns the region of a listing in memory, fresh or not, that contains the contract: the search begins
    /// there.
    @Nullable
    Long regionSeenWith(long contractId) {
        for (Listing listing : cached.values()) {
            if (listing.lists(contractId)) {
                return listing.regionId();
            }
        }
        return null;
    }

    /// Returns the contracts of all listings in memory, fresh or not.
    Stream<ContractHeader> inMemory() {
        return cached.values().stream().flatMap(listing -> listing.headers().values().stream());
    }

    /// Returns the regions whose listing any replica has swept.
    List<Long> known() {
        return store.regions();
    }

    private static Listing join(CompletableFuture<Listing> refresh) throws FetchFailedException {
        try {
            return refresh.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case FetchFailedException failed -> throw failed;
                case RuntimeException defect -> throw defect;
                case null, default -> throw e;
            }
        }
    }

    private Listing refreshed(long regionId) throws FetchFailedException {
        Failure failure = failures.get(regionId);
        Instant now = clock.instant();
        if (failure != null && now.isBefore(failure.until())) {
            throw failure.at(now);
        }
        for (int look = 1; look <= MOST_LOOKS; look++) {
            Listing mine = cached.get(regionId);
            if (mine != null && mine.isFresh(clock.instant())) {
                return mine;
            }
            Listing shared = shared(regionId, mine);
            if (shared != null) {
                return shared;
            }
            if (mine == null) {
                regions.ensureExists(regionId);
            }
            if (store.beginSweep(regionId, SWEEP_LEASE)) {
                return swept(regionId, mine);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new FetchFailedException(new Verdict.Suspended("The service is stopping"));
            }
        }
        throw new FetchFailedException(new Verdict.Suspended("Another replica sweeps region " + regionId));
    }

    private @Nullable Listing shared(long regionId, @Nullable Listing mine) throws FetchFailedException {
        StoredListing.Summary summary = store.summary(regionId);
        if (summary == null || !Listing.isFresh(summary.freshUntil(), clock.instant())) {
            return null;
        }
        if (mine != null && mine.lastModified().equals(summary.lastModified())) {
            return remember(mine.freshUntil(summary.freshUntil()));
        }
        StoredListing stored = store.load(regionId);
        return stored == null ? null : remember(reader.read(stored));
    }

    private Listing swept(long regionId, @Nullable Listing mine) throws FetchFailedException {
        try {
            // Another replica may have ended its sweep between the check for its listing and the acquisition of
            // the lease.
            Listing shared = shared(regionId, mine);
            if (shared != null) {
                store.abandonSweep(regionId);
                return shared;
            }
            StoredListing known = store.load(regionId);
            ListingSweep.Swept swept = sweep.sweep(regionId, known, known == null ? null : read(known));
            store.endSweep(swept.stored());
            return remember(swept.listing());
        } catch (FetchFailedException e) {
            abandon(regionId, e);
            throw failed(regionId, e);
        } catch (RuntimeException e) {
            abandon(regionId, e);
            throw e;
        }
    }

    /// Releases the lease; if that fails too, it expires.
    private void abandon(long regionId, Exception failure) {
        try {
            store.abandonSweep(regionId);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Listing read(StoredListing stored) throws FetchFailedException {
        Listing mine = cached.get(stored.regionId());
        return mine != null && mine.lastModified().equals(stored.lastModified())
                ? mine.withUnconfirmed(stored.unconfirmed())
                : reader.read(stored);
    }

    /// Records the failure, so that later callers do not repeat the request that just failed; a region that
    /// keeps failing is requested less and less often.
    private FetchFailedException failed(long regionId, FetchFailedException e) {
        if (!(e.verdict() instanceof Verdict.Retry(FailureReason reason, String detail, Duration notBefore))) {
            return e;
        }
        var cause = new Verdict.Retry(
                reason, "The listing of region " + regionId + " cannot be read: " + detail, notBefore);
        Instant now = clock.instant();
        Failure before = failures.get(regionId);
        Instant warnedAt = before == null ? Instant.EPOCH : before.warnedAt();
        if (!now.isBefore(warnedAt.plus(WARN_AGAIN))) {
            warnedAt = now;
            log.warn("{} ({}). It is tried again; ids of the region wait.", cause.detail(), reason);
        }
        if (failures.size() >= MOST_FAILURES) {
            failures.clear();
        }
        Duration pause = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        var failure = new Failure(cause, pause, now.plus(pause), warnedAt);
        failures.put(regionId, failure);
        return failure.at(now);
    }

    private Listing remember(Listing listing) {
        cached.put(listing.regionId(), listing);
        failures.remove(listing.regionId());
        return listing;
    }
}
