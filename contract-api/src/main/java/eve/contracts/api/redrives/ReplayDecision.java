package eve.contracts.api.redrives;

import io.swagger.v3.oas.annotations.media.Schema;

/// The outcome of a dead letter in a redrive; the SQL of [ReplayDecisionSql] uses these names.
@Schema(name = "RedriveOutcome")
enum ReplayDecision {
    /// Its bytes are replayed.
    REPLAYED,
    /// Another dead letter of the same contract is replayed, whose answer counts for this one too.
    FOLDED,
    /// Skipped: the contract was stored, closed or found unavailable after this dead letter was written.
    ANSWERED,
    /// Skipped: it was replayed the maximum number of times.
    QUARANTINED,
    /// Skipped: its value cannot be parsed as an id, so a replay would only die again.
    UNREADABLE,
    /// Skipped: it was decided before.
    ALREADY_DECIDED
}
