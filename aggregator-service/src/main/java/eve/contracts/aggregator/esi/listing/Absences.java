package eve.contracts.aggregator.esi.listing;

import eve.contracts.model.ContractHeader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides which contracts that a new listing lacks do not count as absent yet. ESI has listed regions as empty, or
/// in part, for a whole cache period with all headers in order (esi-issues #1189): a listing that lacks too many at
/// once closes none of them. They count as absent once a listing with a later Last-Modified lacks them too, unless
/// that one lacks too many more.
final class Absences {

    /// In half an hour The Forge, the largest region, loses less than one in a hundred.
    private static final int ONE_IN = 50;

    static final int FEW = 10;

    private Absences() {}

    /// @param before the region's listing before; `null` when there was none
    /// @param stored what is stored as open of the region, when there was no listing before
    static Set<Long> unconfirmed(Listing swept, @Nullable Listing before, Set<Long> stored) {
        Set<Long> expected = before == null ? stored : expected(before, swept.lastModified());
        Set<Long> missing = missing(expected, swept);
        // Entries without an id are as good as missing.
        boolean tooMany = isTooMany(missing.size(), expected.size()) || swept.withoutId() > FEW;
        boolean doubtful = tooMany || !swept.dated() || !swept.whole();
        Set<Long> unconfirmed = doubtful ? missing : new HashSet<>();
        if (before != null && (tooMany || !swept.lastModified().isAfter(before.lastModified()))) {
            unconfirmed.addAll(missing(before.unconfirmed(), swept));
        }
        return unconfirmed;
    }

    /// More than a few and more than one in fifty, or more than half of what was there.
    private static boolean isTooMany(int missing, int expected) {
        return missing > Math.min(Math.max(FEW, expected / ONE_IN), expected / 2);
    }

    /// What the listing before held and has not expired since; what an undated one lacked was not confirmed by it.
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
