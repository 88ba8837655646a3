package eve.contracts.aggregator.intake.consumer;

/// The work on one record, from its start to its end.
public interface RecordTask {

    /// Works, on a thread of its own.
    ///
    /// @return whether the record is done; `false` asks for another turn once the listener is no longer paused
    boolean run() throws InterruptedException;

    /// Sends the record elsewhere while its work goes on, because its offset holds back others.
    ///
    /// @param failed whether the record took too long, which counts as an attempt; otherwise it got no turn
    /// @return whether it was sent; `false` when the work itself has ended, or the record must stay
    boolean handOver(boolean failed) throws InterruptedException;
}
