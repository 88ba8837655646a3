package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.ListingStore;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The latest listing of each region: in memory here, shared between replicas in PostgreSQL, swept anew on demand once
/// ESI
/// has something new to say, by one replica at a time.
///
/// A sweep costs its pages, whatever the number of ids that wait for it.
@Component
public class Listings {

    private static final Duration SWEEP_LEASE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration REMEMBER_UNKNOWN = Duration.ofHours(1);

    private final ListingStore store;
    private final ListingSweep sweep;
    private final ListingReader reader;
    private final Clock clock;
    private final Map<Long, Listing> cached = new ConcurrentHashMap<>();
    private final Map<Long, Instant> unknownRegions = new ConcurrentHashMap<>();
    private final Map<Long, ReentrantLock> locks = new ConcurrentHashMap<>();

    Listings(ListingStore store, ListingSweep sweep, ListingReader reader, Clock clock) {
        this.store = store;
        this.sweep = sweep;
        this.reader = reader;
        this.clock = clock;
    }

    /// The listing as ESI has it now, from memory, from another replica, or from a sweep.
    ///
    /// @throws UnfitAnswerException when it cannot be had, or ESI knows no such region
    public Listing fresh(long regionId) throws UnfitAnswerException {
        Listing listing = cached.get(regionId);
        if (listing != null && listing.isFresh(clock.instant())) {
            return listing;
        }
        if (unknownRegions.getOrDefault(regionId, Instant.EPOCH).isAfter(clock.instant())) {
            throw unknown(regionId);
        }
        ReentrantLock lock = locks.computeIfAbsent(regionId, region -> new ReentrantLock());
        lock.lock();
        try {
            return refreshed(regionId);
        } finally {
            lock.unlock();
        }
    }

    /// A listing that holds the contract, be it fresh or not; says where to look first.
    @Nullable
    Long regionSeenWith(long contractId) {
        for (Listing listing : cached.values()) {
            if (listing.headers().containsKey(contractId) || listing.broken().containsKey(contractId)) {
                return listing.regionId();
            }
        }
        return null;
    }

    /// The regions whose listing any replica has swept.
    List<Long> known() {
        return store.regions();
    }

    private Listing refreshed(long regionId) throws UnfitAnswerException {
        Instant giveUp = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(giveUp)) {
            Listing mine = cached.get(regionId);
            if (mine != null && mine.isFresh(clock.instant())) {
                return mine;
            }
            Listing shared = shared(regionId, mine);
            if (shared != null) {
                return shared;
            }
            if (store.beginSweep(regionId, SWEEP_LEASE)) {
                return swept(regionId);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        throw new UnfitAnswerException(new Verdict.Retry(
                FailureReason.ESI_UNREACHABLE, "Another replica has not finished its sweep of region " + regionId));
    }

    private @Nullable Listing shared(long regionId, @Nullable Listing mine) throws UnfitAnswerException {
        StoredListing.Summary summary = store.summary(regionId);
        if (summary == null || !clock.instant().isBefore(summary.freshUntil())) {
            return null;
        }
        if (mine != null && mine.lastModified().equals(summary.lastModified())) {
            return remember(mine.freshUntil(summary.freshUntil()));
        }
        StoredListing stored = store.load(regionId);
        return stored == null ? null : remember(read(stored));
    }

    private Listing swept(long regionId) throws UnfitAnswerException {
        try {
            StoredListing listing = sweep.sweep(regionId, store.load(regionId));
            Listing read = read(listing);
            store.endSweep(listing);
            return remember(read);
        } catch (UnfitAnswerException e) {
            store.abandonSweep(regionId);
            if (e.verdict() instanceof Verdict.Poison) {
                unknownRegions.put(regionId, clock.instant().plus(REMEMBER_UNKNOWN));
                throw unknown(regionId);
            }
            throw e;
        } catch (RuntimeException e) {
            store.abandonSweep(regionId);
            throw e;
        }
    }

    private Listing read(StoredListing stored) throws UnfitAnswerException {
        return reader.read(
                stored.regionId(),
                stored.lastModified(),
                stored.freshUntil(),
                stored.pages().stream().map(StoredListing.Page::body).toList());
    }

    private Listing remember(Listing listing) {
        cached.put(listing.regionId(), listing);
        return listing;
    }

    private static UnfitAnswerException unknown(long regionId) {
        return new UnfitAnswerException(
                new Verdict.Poison(FailureReason.ESI_REJECTED, "ESI knows no region " + regionId));
    }
}
