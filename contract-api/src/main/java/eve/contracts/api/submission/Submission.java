package eve.contracts.api.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.standing.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of the ids that one call published.
///
/// @param submittedAt when the call came
/// @param published how many ids there are
/// @param answered whether all have their answer: stored, closed, unavailable, or dead
/// @param statuses how many stand where, every status named; one that was stored before, and is not fetched again
///     yet, counts as PENDING
/// @param unanswered those without an answer yet, in the order published; the first 1,000 of them
/// @param truncated whether there are more of these; absent when not
@JsonInclude(JsonInclude.Include.NON_NULL)
record Submission(
        UUID id,
        Instant submittedAt,
        int published,
        boolean answered,
        Map<Standing.Status, Long> statuses,
        List<Long> unanswered,
        @Nullable Boolean truncated) {}
