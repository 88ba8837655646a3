package eve.contracts.aggregator.intake;

import eve.contracts.aggregator.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Ensures that one thread at a time works on a contract, in order of arrival. An arrival with the same request
/// as one that still waits shares its outcome, because that work has not begun and will see the same state. An
/// arrival with another request, or after the work has begun, gets its own work.
///
/// Holds only arrivals that have not left.
final class ContractSingleFlight {

    private final Map<Long, Deque<Turn>> contracts = new HashMap<>();

    /// A place in the order.
    static final class Turn {

        private final long contractId;
        private final Object request;
        private final CompletableFuture<Void> begins = new CompletableFuture<>();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        private Turn(long contractId, Object request) {
            this.contractId = contractId;
            this.request = request;
        }
    }

    /// @param shared whether another arrival does the work
    record Arrival(Turn turn, boolean shared) {}

    /// Takes a place, or shares one. A place that is not shared must be used by [#work] or given up by
    /// [#leave].
    ///
    /// @param request everything that the outcome depends on besides the contract's id; equal requests may
    ///     share their work
    synchronized Arrival arrive(long contractId, Object request) {
        Deque<Turn> turns = contracts.computeIfAbsent(contractId, _ -> new ArrayDeque<>());
        for (Turn turn : turns) {
            if (!turn.begins.isDone() && turn.request.equals(request)) {
                return new Arrival(turn, true);
            }
        }
        Turn turn = new Turn(contractId, request);
        if (turns.isEmpty()) {
            turn.begins.complete(null);
        }
        turns.addLast(turn);
        return new Arrival(turn, false);
    }

    /// Does the work when its turn comes, or waits for the arrival that does it.
    Outcome work(Arrival arrival, Supplier<Outcome> work) {
        Turn turn = arrival.turn();
        if (!arrival.shared()) {
            turn.begins.join();
            if (turn.outcome.isDone()) {
                // Given up while it waited.
                return turn.outcome.join();
            }
            try {
                turn.outcome.complete(work.get());
            } catch (RuntimeException | Error e) {
                turn.outcome.completeExceptionally(e);
                throw e;
            } finally {
                end(turn);
            }
        }
        return turn.outcome.join();
    }

    /// Gives up a place of its own: arrivals that share it get this outcome, and the next turn need not wait.
    /// Work that still runs for it must change nothing any more.
    void leave(Arrival arrival, Outcome outcome) {
        if (!arrival.shared()) {
            arrival.turn().outcome.complete(outcome);
            end(arrival.turn());
        }
    }

    private synchronized void end(Turn turn) {
        // Releases the thread of a turn that was given up while it waited.
        turn.begins.complete(null);
        Deque<Turn> turns = contracts.get(turn.contractId);
        if (turns == null || !turns.remove(turn)) {
            return;
        }
        if (turns.isEmpty()) {
            contracts.remove(turn.contractId);
        } else {
            turns.getFirst().begins.complete(null);
        }
    }
}
