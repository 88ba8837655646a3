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
/// @param unchanged 304: what was sent under the given ETag still holds; `json` and `body` are empty
/// @param saidPages of how many pages the list consists, at least 1; empty where ESI does not say
/// @param lastModified when ESI made what it told; on a 304 without the header, `null`
/// @param freshUntil before this instant there is nothing new to ask for
/// @param saidAt when ESI gave the answer
public record EsiAnswer(
        boolean unchanged,
        JsonNode json,
        byte[] body,
        OptionalInt saidPages,
        @Nullable String etag,
        @Nullable Instant lastModified,
        Instant freshUntil,
        Instant saidAt) {

    /// Entries of a page that others may follow.
    public static final int FULL_PAGE = 1_000;

    /// Of how many pages the list consists. A 304 need not say; an answer that does not, and is no full page, is
    /// all.
    ///
    /// @param known of how many pages the list consisted that is unchanged
    /// @throws FetchFailedException when there may be more
    public int pages(int known) throws FetchFailedException {
        if (saidPages.isEmpty() && !unchanged && json.size() >= FULL_PAGE) {
            throw new FetchFailedException(new Verdict.Retry(
                    FailureReason.ESI_BROKEN_ANSWER, "ESI sends a full page and does not say of how many"));
        }
        return saidPages.orElse(unchanged ? known : 1);
    }
}
