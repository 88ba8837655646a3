package eve.contracts.aggregator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/// Calls share statements only while the database is busy, and no call fails because of another's fault.
class BatchingTests {

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<List<Integer>> statements = new ConcurrentLinkedQueue<>();
    private final CountDownLatch atWork = new CountDownLatch(1);

    @AfterEach
    void stop() {
        callers.close();
    }

    @Test
    void callsThatComeWhileTheDatabaseIsAtWorkGoTogetherAndEachGetsItsOwnAnswer() throws Exception {
        var batching = new Batching<Integer, Integer>(this::doubled);

        List<Future<Integer>> answers = busyThenAll(batching, 100);

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * i);
        }
        assertThat(statements.stream().mapToInt(List::size).sum()).isEqualTo(100);
        assertThat(statements).hasSizeLessThan(20);
    }

    @Test
    void whoeverFindsAnIdleDatabaseWaitsForNobody() {
        atWork.countDown();
        var batching = new Batching<Integer, Integer>(this::doubled);

        assertThat(batching.ask(7)).isEqualTo(14);
        assertThat(batching.ask(8)).isEqualTo(16);

        assertThat(statements).containsExactly(List.of(7), List.of(8));
    }

    @ParameterizedTest
    @ValueSource(classes = {DataIntegrityViolationException.class, IllegalArgumentException.class})
    void whatIsRefusedFailsAloneAndTheOthersOfItsBatchDoNot(Class<? extends RuntimeException> refusal)
            throws Exception {
        RuntimeException failure = refusal.getConstructor(String.class).newInstance("50");
        var batching = new Batching<Integer, Integer>(asked -> {
            List<Integer> answers = doubled(asked);
            if (asked.contains(50)) {
                throw failure;
            }
            return answers;
        });

        List<Future<Integer>> answers = busyThenAll(batching, 100);

        for (int i = 0; i < answers.size(); i++) {
            Future<Integer> answer = answers.get(i);
            if (i == 50) {
                assertThatThrownBy(answer::get).hasCauseInstanceOf(refusal);
            } else {
                assertThat(answer.get()).isEqualTo(2 * i);
            }
        }
    }

    @Test
    void aDatabaseOutOfReachIsAskedOncePerBatchNotOncePerCall() {
        var batching = new Batching<Integer, Integer>(asked -> {
            doubled(asked);
            throw new DataAccessResourceFailureException("out of reach");
        });

        List<Future<Integer>> answers = busyThenAll(batching, 100);

        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(answer::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(DataAccessResourceFailureException.class));
        assertThat(statements).hasSizeLessThan(20);
    }

    /// The first few calls block the database until all the others wait.
    private List<Future<Integer>> busyThenAll(Batching<Integer, Integer> batching, int calls) {
        List<Future<Integer>> answers = new ArrayList<>(IntStream.range(0, calls)
                .mapToObj(call -> callers.submit(() -> batching.ask(call)))
                .toList());
        await().until(() ->
                batching.waiting() + statements.stream().mapToInt(List::size).sum() == calls);
        atWork.countDown();
        return answers;
    }

    private List<Integer> doubled(List<Integer> asked) {
        statements.add(asked);
        try {
            atWork.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return asked.stream().map(each -> 2 * each).toList();
    }
}
