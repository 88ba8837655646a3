package eve.contracts.aggregator.esi.listing;

import eve.contracts.aggregator.esi.client.AnswerJson;
import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.Drift;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.FailureReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Builds a [Listing] from the bodies of its pages. A bad entry affects only its own contract: an entry without
/// a readable id is left out, equal entries with one id count once, and different entries with one id make the
/// contract unreadable.
@Component
class ListingReader {

    /// Contract ids grow by some ten millions a year; an id that is further above the others is not accepted as
    /// the highest.
    static final long DECADE_OF_IDS = 100_000_000;

    private final EsiSchema schema;
    private final Drift drift;

    ListingReader(EsiSchema schema, Drift drift) {
        this.schema = schema;
        this.drift = drift;
    }

    /// @throws FetchFailedException when a page is no list
    Listing read(StoredListing stored) throws FetchFailedException {
        var headers = new HashMap<Long, ContractHeader>();
        var broken = new HashMap<Long, Verdict.Failed>();
        int withoutId = 0;
        for (StoredListing.Page page : stored.pages()) {
            for (JsonNode entry : entries(stored.regionId(), page)) {
                Long id = schema.contractId(entry);
                if (id == null) {
                    drift.badEntry("without contract_id");
                    withoutId++;
                } else {
                    add(id, entry, headers, broken);
                }
            }
        }
        return new Listing(
                stored.regionId(),
                stored.lastModified(),
                stored.dated(),
                stored.freshUntil(),
                stored.first(),
                withoutId,
                headers,
                broken,
                stored.unconfirmed(),
                highest(headers.keySet(), broken.keySet()));
    }

    private static JsonNode entries(long regionId, StoredListing.Page page) throws FetchFailedException {
        try {
            JsonNode entries = AnswerJson.read(page.body());
            if (entries.isArray()) {
                return entries;
            }
        } catch (JacksonException e) {
            // Not a list either.
        }
        throw new FetchFailedException(new Verdict.Retry(
                FailureReason.ESI_BROKEN_ANSWER, "The listing of region " + regionId + " has a page that is no list"));
    }

    private void add(long id, JsonNode entry, Map<Long, ContractHeader> headers, Map<Long, Verdict.Failed> broken) {
        Object earlier = headers.containsKey(id) ? headers.get(id) : broken.get(id);
        Object now;
        try {
            ContractHeader header = schema.header(entry);
            headers.put(id, header);
            now = header;
        } catch (SchemaViolationException e) {
            Verdict.Failed violation =
                    new Verdict.Retry(FailureReason.ESI_SCHEMA_VIOLATION, String.valueOf(e.getMessage()));
            broken.put(id, violation);
            now = violation;
        }
        if (earlier != null) {
            drift.badEntry("repeated");
            if (!earlier.equals(now)) {
                headers.remove(id);
                broken.put(
                        id,
                        new Verdict.Retry(
                                FailureReason.ESI_INCONSISTENT_PAGES,
                                "One listing holds contract " + id + " twice, with different content"));
            }
        }
    }

    private static long highest(Set<Long> readable, Set<Long> unreadable) {
        long[] ids = LongStream.concat(
                        readable.stream().mapToLong(Long::longValue),
                        unreadable.stream().mapToLong(Long::longValue))
                .sorted()
                .toArray();
        long most = ids.length == 0 ? 0 : ids[ids.length / 2] + DECADE_OF_IDS;
        return LongStream.of(ids).filter(id -> id <= most).max().orElse(0);
    }
}
