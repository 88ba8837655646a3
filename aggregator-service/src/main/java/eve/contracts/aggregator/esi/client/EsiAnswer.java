package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A usable answer: 200 with JSON, or 304.
///
/// @param unchanged 304: the content with the given ETag is still current; `json` and `body` are empty
/// @param saidPages the page count of the list, at least 1; empty where ESI does not send it
/// @param lastModified when ESI generated the content; on a 304 without the header, `null`
/// @param freshUntil until then ESI has no newer answer
/// @param saidAt when ESI sent the answer
public record EsiAnswer(
        boolean unchanged,
        JsonNode json,
        byte[] body,
        OptionalInt saidPages,
        @Nullable String etag,
        @Nullable Instant lastModified,
        Instant freshUntil,
        Instant saidAt) {

    /// The number of entries of a page after which there may be another.
    public static final int FULL_PAGE = 1_000;

    /// Returns the page count of the list. A 304 may omit it; an answer that omits it and is no full page is
    /// the whole list.
    ///
    /// @param known the page count of the known list, used for a 304
    /// @throws FetchFailedException when there may be more
    public int pages(int known) throws FetchFailedException {
        if (saidPages.isEmpty() && !unchanged && json.size() >= FULL_PAGE) {
            throw new FetchFailedException(
                    new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, "ESI sent a full page without a page count"));
        }
        return saidPages.orElse(unchanged ? known : 1);
    }
}
