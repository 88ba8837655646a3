package eve.contracts.api.redrives;

import io.swagger.v3.oas.annotations.media.Schema;

/// What becomes of a dead letter in a redrive; by name in the SQL of [Verdicts].
@Schema(name = "RedriveOutcome")
enum Outcome {
    /// Its bytes are replayed.
    REPLAYED,
    /// Another one of the same contract is replayed, which answers this one too.
    FOLDED,
    /// Skipped: the contract was stored, closed or found unavailable after it had died.
    ANSWERED,
    /// Skipped: it was replayed as often as it may be.
    QUARANTINED,
    /// Skipped: its value is not readable as an id, and would only die again.
    UNREADABLE,
    /// Skipped: it was decided before.
    ALREADY_DECIDED
}
