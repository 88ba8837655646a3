package eve.contracts.api.deadletters;

/// The state of a dead letter, which its last decision sets; stored by name.
public enum DeadLetterState {
    /// There is no decision yet.
    OPEN,
    /// Its bytes were replayed.
    REPLAYED,
    /// Another dead letter of the same contract was replayed, whose answer counts for this one too.
    FOLDED,
    /// Not replayed: the contract was stored, closed or found unavailable after this dead letter was written.
    ANSWERED,
    /// Not replayed: it has come back from too many replays, or Kafka refuses it. A person has to check it.
    QUARANTINED,
    /// Excluded from redrives for good by an operator.
    DISCARDED
}
