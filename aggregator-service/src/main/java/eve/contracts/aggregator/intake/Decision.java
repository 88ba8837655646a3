package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.StorePermit;
import java.util.concurrent.atomic.AtomicReference;

/// Decides the outcome of a record once: by its work or by the deadline, whichever is first, never by both.
///
/// After the work begins to store, the deadline cannot decide; after the deadline has decided, nothing is
/// stored. So a record that was sent on as failed is not stored by its earlier work.
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

    /// Ends the work.
    ///
    /// @return whether its outcome counts
    boolean byWork() {
        return state.compareAndSet(State.STORING, State.BY_WORK) || state.compareAndSet(State.OPEN, State.BY_WORK);
    }

    /// @return whether the deadline decides; `false` while the work stores, which the time limits of the
    ///     database bound
    boolean byDeadline() {
        return state.compareAndSet(State.OPEN, State.BY_DEADLINE);
    }

    /// Withdraws the deadline's decision, because the record could not be sent on.
    void reopen() {
        state.compareAndSet(State.BY_DEADLINE, State.OPEN);
    }
}
