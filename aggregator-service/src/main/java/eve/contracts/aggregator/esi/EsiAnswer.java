package eve.contracts.aggregator.esi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A usable answer: 200 with JSON, or 304.
///
/// @param unchanged 304: what was sent under the given ETag still holds; `json` and `body` are empty
/// @param pages of how many pages the list consists, at least 1
/// @param lastModified when ESI made what it told; on a 304 without the header, `null`
/// @param freshUntil before this instant there is nothing new to ask for
/// @param saidAt when ESI gave the answer
record EsiAnswer(
        boolean unchanged,
        JsonNode json,
        byte[] body,
        int pages,
        @Nullable String etag,
        @Nullable Instant lastModified,
        Instant freshUntil,
        Instant saidAt) {}
