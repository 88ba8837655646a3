package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.FailureReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Makes a [Listing] of the bodies of its pages.
@Component
class ListingReader {

    private final EsiClient esi;
    private final EsiSchema schema;

    ListingReader(EsiClient esi, EsiSchema schema) {
        this.esi = esi;
        this.schema = schema;
    }

    /// @throws UnfitAnswerException when an entry cannot even be told apart, or the pages repeat one
    Listing read(long regionId, Instant lastModified, Instant freshUntil, List<byte[]> pages)
            throws UnfitAnswerException {
        var headers = new HashMap<Long, ContractHeader>();
        var broken = new HashMap<Long, SchemaViolationException>();
        for (byte[] page : pages) {
            JsonNode entries = esi.parse(page);
            for (JsonNode entry : entries) {
                JsonNode id = entry.path("contract_id");
                if (!id.isIntegralNumber() || !id.canConvertToLong()) {
                    throw unfit(FailureReason.ESI_BROKEN_ANSWER, regionId, "has an entry without contract_id");
                }
                if (headers.containsKey(id.longValue()) || broken.containsKey(id.longValue())) {
                    throw unfit(FailureReason.ESI_INCONSISTENT_PAGES, regionId, "repeats contract " + id);
                }
                try {
                    headers.put(id.longValue(), schema.header(entry));
                } catch (SchemaViolationException e) {
                    broken.put(id.longValue(), e);
                }
            }
        }
        return new Listing(regionId, lastModified, freshUntil, headers, broken);
    }

    private static UnfitAnswerException unfit(FailureReason reason, long regionId, String what) {
        return new UnfitAnswerException(new Verdict.Retry(reason, "The listing of region " + regionId + " " + what));
    }
}
