package eve.contracts.aggregator.intake;

/// The work on one record, from its start to its end.
interface Job {

    /// Works, on a thread of its own.
    ///
    /// @return whether the record is dealt with; `false` asks for another turn once calls to ESI go on
    boolean run() throws InterruptedException;

    /// Sends the record to the retry tiers while the work goes on, because its offset holds others back.
    ///
    /// @param failed whether the record took too long, which counts as an attempt; otherwise it found no turn
    /// @return whether it was done; `false` when the work itself has come to its end, or the record must stay
    boolean handOver(boolean failed) throws InterruptedException;
}
