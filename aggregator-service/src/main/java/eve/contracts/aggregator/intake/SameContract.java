package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sees that a contract is worked on by one thread at a time, in order of arrival. Those that arrive while one
/// works and another waits share the outcome of the one that waits: it will see all that they could see.
final class SameContract {

    private final Map<Long, Turns> contracts = new HashMap<>();

    private static final class Turns {
        CompletableFuture<Outcome> working = new CompletableFuture<>();

        @Nullable
        CompletableFuture<Outcome> waiting;
    }

    /// A place in the order.
    ///
    /// @param outcome of the work, once there
    /// @param after what has to end before; `null` when nothing has
    /// @param shared whether somebody else does the work
    record Turn(
            CompletableFuture<Outcome> outcome, @Nullable CompletableFuture<Outcome> after, boolean shared) {}

    /// Takes a place; every place that is not shared must be used by [#work].
    synchronized Turn arrive(long contractId) {
        Turns turns = contracts.get(contractId);
        if (turns == null) {
            turns = new Turns();
            contracts.put(contractId, turns);
            return new Turn(turns.working, null, false);
        }
        if (turns.waiting == null) {
            turns.waiting = new CompletableFuture<>();
            return new Turn(turns.waiting, turns.working, false);
        }
        return new Turn(turns.waiting, null, true);
    }

    /// Does the work when the turn has come, or waits for whom the turn is shared with.
    Outcome work(long contractId, Turn turn, Supplier<Outcome> work) {
        if (turn.shared()) {
            return turn.outcome().join();
        }
        try {
            if (turn.after() != null) {
                // However it ended.
                turn.after().handle((outcome, failure) -> outcome).join();
            }
            turn.outcome().complete(work.get());
        } catch (RuntimeException | Error e) {
            turn.outcome().completeExceptionally(e);
            throw e;
        } finally {
            next(contractId);
        }
        return turn.outcome().join();
    }

    private synchronized void next(long contractId) {
        Turns turns = contracts.get(contractId);
        if (turns != null && turns.waiting != null) {
            turns.working = turns.waiting;
            turns.waiting = null;
        } else {
            contracts.remove(contractId);
        }
    }
}
