package eve.contracts.api.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/// How many dead letters there are.
///
/// @param states by what was decided, every state named
/// @param reasons by reason and age, state by state
record DeadLetterCounts(long deadLetters, Map<DeadLetterState, Long> states, List<Reason> reasons) {

    /// Each dead letter is counted in one age.
    ///
    /// @param lastHour died within the last hour
    /// @param lastDay within the last day, and not within the hour
    /// @param lastWeek within the last seven days, and not within the day
    /// @param older before that
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
