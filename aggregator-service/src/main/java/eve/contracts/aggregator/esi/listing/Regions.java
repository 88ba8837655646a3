package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.EsiAnswer;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiProperties;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.store.RegionStore;
import eve.contracts.aggregator.store.RegionStore.RegionList;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Decides whether a region exists, by ESI's own list: one call a day for all replicas. So an invalid region id
/// costs no call to ESI.
///
/// A list stays in use while ESI fails, and a region that was listed once stays: regions do not cease to exist.
/// Safe for any number of virtual threads; one of them asks ESI.
@Component
class Regions {

    private static final long FIRST_ID = 10_000_000;
    private static final long LAST_ID = 19_999_999;
    /// How often the list is requested once more for an id that it lacks and that could be a region.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration AFTER_PAUSE = Duration.ofSeconds(5);

    private final EsiClient esi;
    private final EsiProperties properties;
    private final RegionStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable RegionList list;
    private @Nullable FetchFailedException failure;
    private Instant notBefore = Instant.EPOCH;

    Regions(EsiClient esi, EsiProperties properties, RegionStore store, Clock clock) {
        this.esi = esi;
        this.properties = properties;
        this.store = store;
        this.clock = clock;
    }

    /// Returns the regions to search for an id without a region: the configured ones, or else all that ESI
    /// lists.
    ///
    /// @throws FetchFailedException when ESI's list is not available
    Collection<Long> toSearch() throws FetchFailedException {
        return properties.regions().isEmpty() ? list(null).regionIds() : properties.regions();
    }

    /// Returns the regions of the list in memory, without a call to ESI; without a list, the configured ones.
    Collection<Long> inMemory() {
        RegionList known = list;
        return known == null ? properties.regions() : known.regionIds();
    }

    /// @throws FetchFailedException poison when the region does not exist. Without a current list from ESI,
    ///     every id that could be a region counts as one
    void ensureExists(long regionId) throws FetchFailedException {
        boolean plausible = isPlausible(regionId);
        RegionList known;
        try {
            known = list(plausible ? regionId : null);
        } catch (FetchFailedException e) {
            if (plausible) {
                return;
            }
            throw unknown(regionId + " is no region id");
        }
        boolean listed = known.regionIds().contains(regionId);
        if (!listed && !(plausible && isStale(known, regionId))) {
            throw unknown(
                    plausible
                            ? "ESI listed no region " + regionId + " at " + known.askedAt()
                            : regionId + " is no region id");
        }
    }

    private static boolean isPlausible(long regionId) {
        return regionId >= FIRST_ID && regionId <= LAST_ID;
    }

    private static FetchFailedException unknown(String what) {
        return new FetchFailedException(new Verdict.Poison(
                FailureReason.REGION_UNKNOWN,
                what + ": region ids are " + FIRST_ID + " to " + LAST_ID + ", as listed by "
                        + EsiRoute.REGIONS.path()));
    }

    /// Returns the list, and requests it again when that is due; while one thread does so, the others use the
    /// old one.
    ///
    /// @param wanted a region that the list should contain, if it exists
    private RegionList list(@Nullable Long wanted) throws FetchFailedException {
        RegionList old = list;
        if (old != null && !isStale(old, wanted)) {
            return old;
        }
        boolean suffices = old != null && (wanted == null || old.regionIds().contains(wanted));
        if (!suffices) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return Objects.requireNonNull(old);
        }
        try {
            return refreshed(wanted);
        } finally {
            lock.unlock();
        }
    }

    private RegionList refreshed(@Nullable Long wanted) throws FetchFailedException {
        RegionList known = list;
        if (isStale(known, wanted)) {
            RegionList shared = store.load();
            known = shared == null ? known : shared;
            if (isStale(known, wanted) && !clock.instant().isBefore(notBefore)) {
                known = ask(known);
            }
            list = known;
        }
        if (known == null) {
            throw Objects.requireNonNull(failure, "Neither a list nor a failure");
        }
        return known;
    }

    private boolean isStale(@Nullable RegionList list, @Nullable Long wanted) {
        Instant now = clock.instant();
        return list == null
                || !now.isBefore(list.freshUntil())
                || (wanted != null
                        && !list.regionIds().contains(wanted)
                        && !now.isBefore(list.askedAt().plus(LOOK_AGAIN)));
    }

    private @Nullable RegionList ask(@Nullable RegionList known) {
        Instant now = clock.instant();
        notBefore = now.plus(AFTER_FAILURE);
        try {
            EsiAnswer answer = esi.get(EsiRoute.REGIONS, EsiRoute.REGIONS.path());
            Set<Long> ids = ids(answer.json());
            if (known != null) {
                ids.addAll(known.regionIds());
            }
            var list = new RegionList(Set.copyOf(ids), now, answer.freshUntil());
            store.save(list);
            return list;
        } catch (FetchFailedException e) {
            switch (e.verdict()) {
                // Calls pause. All threads that wait here share the failure: otherwise each would wait for the
                // end of the pause, one after another.
                case Verdict.Suspended(var _, var pause) -> {
                    failure = e;
                    Duration wait = pause == null ? AFTER_PAUSE : pause;
                    notBefore = clock.instant().plus(wait.compareTo(AFTER_FAILURE) < 0 ? wait : AFTER_FAILURE);
                }
                // The missing list is not the fault of any id.
                case Verdict.Poison _, Verdict.Retry _, Verdict.Gone _ ->
                    failure = new FetchFailedException(new Verdict.Retry(
                            FailureReason.REGION_UNKNOWN, "ESI's list of regions cannot be had: " + e.getMessage()));
            }
            return known;
        } catch (RuntimeException e) {
            // The database cannot be reached: the next call asks again.
            notBefore = now;
            throw e;
        }
    }

    private static Set<Long> ids(JsonNode json) throws FetchFailedException {
        var ids = new HashSet<Long>();
        for (JsonNode id : json) {
            if (id.isIntegralNumber() && id.canConvertToLong() && isPlausible(id.longValue())) {
                ids.add(id.longValue());
            }
        }
        if (!json.isArray() || ids.isEmpty()) {
            throw new FetchFailedException(new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, "ESI names no regions"));
        }
        return ids;
    }
}
