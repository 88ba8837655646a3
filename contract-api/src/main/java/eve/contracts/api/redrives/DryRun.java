package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a redrive would do, as of now.
///
/// @param deadLetters that were selected
/// @param outcomes what would become of them, every outcome named
/// @param reasons the same by reason
/// @param etaSeconds how long the replays would take at the rate asked for
/// @param truncated whether there are more dead letters than were looked at, which are the oldest
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RedriveDryRun")
record DryRun(
        boolean dryRun,
        long deadLetters,
        Map<Outcome, Long> outcomes,
        Map<String, Map<Outcome, Long>> reasons,
        long etaSeconds,
        @Nullable Boolean truncated) {}
