package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.StorePermit;
import java.util.concurrent.atomic.AtomicReference;

/// Who decides what becomes of a record: its work or the deadline, whichever comes first, and never both.
///
/// Once the work stores it is too late for the deadline, and once the deadline has decided nothing is stored. So a
/// record that was sent on as failed is not stored by the work that it was taken from.
final class Decision implements StorePermit {

    private enum State {
        OPEN,
        STORING,
        BY_WORK,
        BY_DEADLINE
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    @Override
    public boolean acquire() {
        return state.compareAndSet(State.OPEN, State.STORING);
    }

    @Override
    public void release() {
        state.compareAndSet(State.STORING, State.OPEN);
    }

    /// The work has come to its end.
    ///
    /// @return whether what it came to counts
    boolean byWork() {
        return state.compareAndSet(State.STORING, State.BY_WORK) || state.compareAndSet(State.OPEN, State.BY_WORK);
    }

    /// @return whether the deadline decides; not while the work stores, which the database's time limits bound
    boolean byDeadline() {
        return state.compareAndSet(State.OPEN, State.BY_DEADLINE);
    }

    /// The record could not be sent on, so the deadline decides nothing.
    void reopen() {
        state.compareAndSet(State.BY_DEADLINE, State.OPEN);
    }
}
