package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.store.StoredListing;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.FailureReason;
import java.util.HashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Makes a [Listing] of the bodies of its pages.
@Component
class ListingReader {

    private final EsiSchema schema;

    ListingReader(EsiSchema schema) {
        this.schema = schema;
    }

    /// @throws UnfitAnswerException when a page is no list, an entry cannot even be told apart, or one is repeated
    Listing read(StoredListing stored) throws UnfitAnswerException {
        long regionId = stored.regionId();
        var headers = new HashMap<Long, ContractHeader>();
        var broken = new HashMap<Long, SchemaViolationException>();
        for (StoredListing.Page page : stored.pages()) {
            JsonNode entries = AnswerJson.read(page.body());
            if (!entries.isArray()) {
                throw unfit(FailureReason.ESI_BROKEN_ANSWER, regionId, "has a page that is no list");
            }
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
        return new Listing(regionId, stored.lastModified(), stored.freshUntil(), headers, broken);
    }

    private static UnfitAnswerException unfit(FailureReason reason, long regionId, String what) {
        return new UnfitAnswerException(new Verdict.Retry(reason, "The listing of region " + regionId + " " + what));
    }
}
