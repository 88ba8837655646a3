package eve.contracts.api.deadletters;

/// What was decided on a dead letter; by name in the tables too.
public enum DeadLetterState {
    /// Nothing yet.
    OPEN,
    /// Its bytes were replayed.
    REPLAYED,
    /// Another dead letter of the same contract was replayed, which answers this one too.
    FOLDED,
    /// Not replayed: the contract was stored, closed or found unavailable after it had died.
    ANSWERED,
    /// Not replayed: it has come back from too many replays, or Kafka refuses it. A person has to look.
    QUARANTINED,
    /// Taken out for good by an operator.
    DISCARDED
}
