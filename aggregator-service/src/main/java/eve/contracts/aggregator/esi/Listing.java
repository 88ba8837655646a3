package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.model.ContractHeader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One region's public contracts, from a sweep whose pages all bore the same Last-Modified.
///
/// @param broken entries that break ESI's schema, by contract id: they make one contract unreadable, not the region
public record Listing(
        long regionId,
        Instant lastModified,
        Instant freshUntil,
        Map<Long, ContractHeader> headers,
        Map<Long, SchemaViolationException> broken) {

    public int size() {
        return headers.size() + broken.size();
    }

    /// The ids of all contracts listed, readable or not.
    public Set<Long> contractIds() {
        Set<Long> ids = new HashSet<>(headers.keySet());
        ids.addAll(broken.keySet());
        return ids;
    }

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    Listing freshUntil(Instant until) {
        return new Listing(regionId, lastModified, until, headers, broken);
    }

    /// The contract's header, or `null` when the region does not list it.
    @Nullable
    ContractHeader header(long contractId) throws SchemaViolationException {
        SchemaViolationException violation = broken.get(contractId);
        if (violation != null) {
            throw violation;
        }
        return headers.get(contractId);
    }
}
