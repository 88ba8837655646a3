package eve.contracts.api.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/// The numbers of dead letters.
///
/// @param states the number in each state, including zeros
/// @param reasons the numbers by state and reason, each by age
record DeadLetterCounts(long deadLetters, Map<DeadLetterState, Long> states, List<Reason> reasons) {

    /// The number of dead letters with one state and reason; each is counted in one age only.
    ///
    /// @param lastHour died within the last hour
    /// @param lastDay died within the last day, and not within the last hour
    /// @param lastWeek died within the last seven days, and not within the last day
    /// @param older died earlier
    @Schema(name = "DeadLetterReasonCounts")
    record Reason(
            DeadLetterState state,
            String reason,
            long deadLetters,
            long lastHour,
            long lastDay,
            long lastWeek,
            long older) {}
}
