package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends several requests to ESI for one caller, a bounded number at the same time.
public final class AtOnce {

    private AtOnce() {}

    public interface Question<T> {
        T ask() throws FetchFailedException;
    }

    /// Waits for all answers.
    ///
    /// @param most the most questions that are open at the same time
    /// @return the answers, in the order of the questions
    /// @throws FetchFailedException that of the first question that failed
    public static <T> List<T> ask(int most, List<Question<T>> questions) throws FetchFailedException {
        List<Callable<T>> calls =
                questions.stream().<Callable<T>>map(question -> question::ask).toList();
        List<T> answers = new ArrayList<>(calls.size());
        try (ExecutorService pool =
                Executors.newFixedThreadPool(most, Thread.ofVirtual().factory())) {
            for (Future<T> each : pool.invokeAll(calls)) {
                answers.add(each.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchFailedException(new Verdict.Suspended("The service is stopping"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
