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

/// Knows which regions there are, from ESI's own list: one call a day for all replicas. So a region id that is none
/// costs ESI nothing.
///
/// A list once had outlives ESI's failures, and a region once listed stays: regions do not cease to exist. Safe for
/// any number of virtual threads; one of them asks.
@Component
class Regions {

    private static final long FIRST_ID = 10_000_000;
    private static final long LAST_ID = 19_999_999;
    /// How often an id that the list lacks and that could be a region has the list asked for once more.
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

    /// The regions to search for an id that came without one: those configured, else all that ESI lists.
    ///
    /// @throws FetchFailedException when ESI's list cannot be had
    Collection<Long> toSearch() throws FetchFailedException {
        return properties.regions().isEmpty() ? list(null).regionIds() : properties.regions();
    }

    /// Those of the list in memory, without asking for it; where there is none, those configured.
    Collection<Long> inMemory() {
        RegionList known = list;
        return known == null ? properties.regions() : known.regionIds();
    }

    /// @throws FetchFailedException poison when there is no such region. Without ESI's present list whatever could
    ///     be a region counts as one
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

    /// The list, asked for again when that is due; while one thread asks, the old one serves the others.
    ///
    /// @param wanted a region that should be in it, if it is one
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
                // Calls pause. All who wait here share that: each would wait for the end of the pause in turn.
                case Verdict.Suspended(var _, var pause) -> {
                    failure = e;
                    Duration wait = pause == null ? AFTER_PAUSE : pause;
                    notBefore = clock.instant().plus(wait.compareTo(AFTER_FAILURE) < 0 ? wait : AFTER_FAILURE);
                }
                // That the list cannot be had is no fault of any id.
                case Verdict.Poison _, Verdict.Retry _, Verdict.Gone _ ->
                    failure = new FetchFailedException(new Verdict.Retry(
                            FailureReason.REGION_UNKNOWN, "ESI's list of regions cannot be had: " + e.getMessage()));
            }
            return known;
        } catch (RuntimeException e) {
            // The database is out of reach: the next call asks again.
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
