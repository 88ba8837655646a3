package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks ESI several things for one caller, a bounded number at the same time.
final class AtOnce {

    private AtOnce() {}

    interface Question<T> {
        T ask() throws UnfitAnswerException;
    }

    /// Waits for all answers.
    ///
    /// @param most questions that are open at the same time
    /// @return the answers, in the order of the questions
    /// @throws UnfitAnswerException of the first question that failed
    static <T> List<T> ask(int most, List<Question<T>> questions) throws UnfitAnswerException {
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
            throw new UnfitAnswerException(new Verdict.Suspended("The service is stopping"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnfitAnswerException unfit) {
                throw unfit;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
