package eve.contracts.api.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.status.IdStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The status of the ids that one call published.
///
/// @param submittedAt when the call was received
/// @param published the number of ids
/// @param answered whether every id has its answer: stored, closed, unavailable, or dead
/// @param statuses the number of ids with each status, including zeros; an id that was stored before, and is
///     not fetched again yet, counts as PENDING
/// @param unanswered the ids without an answer yet, in the order published; the first 1,000 of them
/// @param truncated whether there are more unanswered ids than these; absent when not
@JsonInclude(JsonInclude.Include.NON_NULL)
record Submission(
        UUID id,
        Instant submittedAt,
        int published,
        boolean answered,
        Map<IdStatus.Status, Long> statuses,
        List<Long> unanswered,
        @Nullable Boolean truncated) {}
