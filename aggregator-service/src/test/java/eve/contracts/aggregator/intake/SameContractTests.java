package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SameContractTests {

    private static final Outcome STORED = new Outcome.Answered(StoreResult.CREATED);

    private final SameContract sameContract = new SameContract();

    @Test
    void duplicatesOfAnIdThatWaitsAreCollapsedIntoOneWorkAndAllGetItsOutcome() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger works = new AtomicInteger();
        CountDownLatch allArrived = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SameContract.Turn turn = sameContract.arrive(7);
                outcomes.add(threads.submit(() -> sameContract.work(7, turn, () -> {
                    assertThat(atOnce.incrementAndGet()).isOne();
                    works.incrementAndGet();
                    await(allArrived);
                    atOnce.decrementAndGet();
                    return STORED;
                })));
            }
            allArrived.countDown();
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get()).isEqualTo(STORED);
            }
        }
        assertThat(works).hasValue(2);
    }

    @Test
    void workOnOneContractIsDoneInOrderOfArrival() throws Exception {
        List<Integer> order = new ArrayList<>();
        SameContract.Turn first = sameContract.arrive(7);
        SameContract.Turn second = sameContract.arrive(7);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> later = threads.submit(() -> sameContract.work(7, second, () -> add(order, 2)));
            threads.submit(() -> sameContract.work(7, first, () -> add(order, 1)))
                    .get();
            later.get();
        }
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void otherContractsDoNotWait() {
        sameContract.arrive(7);

        assertThat(sameContract.work(8, sameContract.arrive(8), () -> STORED)).isEqualTo(STORED);
    }

    @Test
    void anErrorDoesNotKeepTheNextFromItsTurn() throws Exception {
        SameContract.Turn first = sameContract.arrive(7);
        SameContract.Turn second = sameContract.arrive(7);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> sameContract.work(7, first, () -> {
                throw new StackOverflowError();
            }));

            assertThat(threads.submit(() -> sameContract.work(7, second, () -> STORED))
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(STORED);
        }
        assertThat(sameContract.work(7, sameContract.arrive(7), () -> STORED)).isEqualTo(STORED);
    }

    @Test
    void aFailureEndsTheTurnOfWhoSharesItAndLetsTheNextWork() {
        SameContract.Turn turn = sameContract.arrive(7);
        try {
            sameContract.work(7, turn, () -> {
                throw new IllegalStateException("defect");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("defect");
        }

        assertThat(sameContract.work(7, sameContract.arrive(7), () -> STORED)).isEqualTo(STORED);
    }

    private static Outcome add(List<Integer> order, int number) {
        order.add(number);
        return STORED;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
