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

/// Lets calls that come while the database is at work go together in its next statement, like a group commit. A
/// call that comes while it is idle goes at once: nobody waits for company.
///
/// What a statement costs the database is mostly its beginning and its commit, so the busier it is, the less a call
/// costs. A batch that fails for what was asked is repeated call by call, so that only the one that is to blame
/// fails.
final class Batching<A, R> {

    private record Call<A, R>(A asked, CompletableFuture<R> answer) {}

    /// At a time; more would only share the same processors.
    private static final int STATEMENTS = 4;

    private static final int MOST_IN_ONE = 32;

    private final Function<List<A>, List<R>> statement;
    private final Queue<Call<A, R>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(STATEMENTS);

    /// @param statement answers each of those asked, in their order, or fails as a whole without a trace
    Batching(Function<List<A>, List<R>> statement) {
        this.statement = statement;
    }

    /// @throws DataAccessException when the database was asked in vain
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

    /// Calls that no statement has taken up yet.
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
        // Whoever came between the last look and the release found no place.
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
