package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The result of a dry run: what a redrive would do now.
///
/// @param deadLetters the number of selected dead letters
/// @param outcomes the number of dead letters with each outcome, including zeros
/// @param reasons the outcomes by failure reason
/// @param etaSeconds how long the replays would take at the requested rate
/// @param truncated whether there are more dead letters than the dry run read; it reads the oldest
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RedriveDryRun")
record DryRun(
        boolean dryRun,
        long deadLetters,
        Map<ReplayDecision, Long> outcomes,
        Map<String, Map<ReplayDecision, Long>> reasons,
        long etaSeconds,
        @Nullable Boolean truncated) {}
