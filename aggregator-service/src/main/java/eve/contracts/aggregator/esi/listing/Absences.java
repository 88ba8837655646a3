package eve.contracts.aggregator.esi.listing;

import eve.contracts.model.ContractHeader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides which contracts that are missing from a new listing do not count as absent yet. ESI has served empty
/// or partial listings for a whole cache period with all headers in order (esi-issues #1189). So a listing that
/// lacks too many contracts at once closes none of them. They count as absent once a listing with a later
/// Last-Modified lacks them too, unless that one lacks too many more.
final class Absences {

    /// In half an hour The Forge, the largest region, loses less than one contract in a hundred.
    private static final int ONE_IN = 50;

    static final int FEW = 10;

    private Absences() {}

    /// @param before the region's previous listing; `null` without one
    /// @param stored the region's contracts that are stored as open, used when there is no previous listing
    static Set<Long> unconfirmed(Listing swept, @Nullable Listing before, Set<Long> stored) {
        Set<Long> expected = before == null ? stored : expected(before, swept.lastModified());
        Set<Long> missing = missing(expected, swept);
        // An entry without an id counts as missing.
        boolean tooMany = isTooMany(missing.size(), expected.size()) || swept.withoutId() > FEW;
        boolean doubtful = tooMany || !swept.dated() || !swept.whole();
        Set<Long> unconfirmed = doubtful ? missing : new HashSet<>();
        if (before != null && (tooMany || !swept.lastModified().isAfter(before.lastModified()))) {
            unconfirmed.addAll(missing(before.unconfirmed(), swept));
        }
        return unconfirmed;
    }

    /// Returns whether more than a few and more than one in fifty are missing, or more than half.
    private static boolean isTooMany(int missing, int expected) {
        return missing > Math.min(Math.max(FEW, expected / ONE_IN), expected / 2);
    }

    /// Returns the contracts of the previous listing that have not expired since. A contract that an undated
    /// listing lacked is not confirmed as absent by it.
    private static Set<Long> expected(Listing before, Instant now) {
        Set<Long> expected = before.contractIds();
        expected.removeIf(id -> before.headers().get(id) instanceof ContractHeader header
                && !header.dateExpired().isAfter(now));
        if (!before.dated()) {
            expected.addAll(before.unconfirmed());
        }
        return expected;
    }

    private static Set<Long> missing(Set<Long> contractIds, Listing swept) {
        return contractIds.stream().filter(id -> !swept.lists(id)).collect(Collectors.toCollection(HashSet::new));
    }
}
