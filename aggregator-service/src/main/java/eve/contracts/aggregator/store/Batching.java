package eve.contracts.aggregator.store;

import eve.contracts.database.DatabaseOutage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;

/// Combines calls that arrive while the database is busy into its next statement, like a group commit. A call
/// that arrives while the database is idle runs at once, without waiting for others.
///
/// Most of a statement's cost is its start and its commit, so the busier the database is, the less each call
/// costs. A batch that fails because of its content is repeated call by call, so that only the call that caused
/// the failure fails.
final class Batching<A, R> {

    private record Call<A, R>(A asked, CompletableFuture<R> answer) {}

    /// The most statements at the same time; more would only share the same processors.
    private static final int STATEMENTS = 4;

    private static final int MOST_IN_ONE = 32;

    private final Function<List<A>, List<R>> statement;
    private final Queue<Call<A, R>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(STATEMENTS);

    /// @param statement returns an answer for each input, in the order of the inputs, or fails as a whole
    ///     without effect
    Batching(Function<List<A>, List<R>> statement) {
        this.statement = statement;
    }

    /// @throws DataAccessException when the statement failed
    R ask(A asked) {
        var call = new Call<A, R>(asked, new CompletableFuture<>());
        waiting.add(call);
        begin();
        try {
            return call.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /// Returns the number of calls that no statement has taken yet.
    int waiting() {
        return waiting.size();
    }

    private void begin() {
        if (places.tryAcquire()) {
            Thread.startVirtualThread(this::work);
        }
    }

    private void work() {
        try {
            for (List<Call<A, R>> batch = next(); !batch.isEmpty(); batch = next()) {
                answer(batch);
            }
        } finally {
            places.release();
        }
        // A call that arrived between the last check and the release found no free place.
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private List<Call<A, R>> next() {
        List<Call<A, R>> batch = new ArrayList<>();
        while (batch.size() < MOST_IN_ONE && waiting.poll() instanceof Call<A, R> call) {
            batch.add(call);
        }
        return batch;
    }

    private void answer(List<Call<A, R>> batch) {
        try {
            List<R> answers = statement.apply(batch.stream().map(Call::asked).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1 || e instanceof DataAccessException outage && DatabaseOutage.isBehind(outage)) {
                fail(batch, e);
            } else {
                batch.forEach(call -> answer(List.of(call)));
            }
        } catch (Error e) {
            fail(batch, e);
        }
    }

    private void fail(List<Call<A, R>> batch, Throwable why) {
        batch.forEach(call -> call.answer().completeExceptionally(why));
    }
}
