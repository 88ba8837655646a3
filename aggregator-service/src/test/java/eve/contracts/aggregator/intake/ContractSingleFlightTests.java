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

class ContractSingleFlightTests {

    private static final Outcome STORED = new Outcome.Answered(StoreResult.CREATED);

    private final ContractSingleFlight sameContract = new ContractSingleFlight();

    @Test
    void duplicatesOfAnIdThatWaitsAreCollapsedIntoOneWorkAndAllGetItsOutcome() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger works = new AtomicInteger();
        CountDownLatch allArrived = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ContractSingleFlight.Arrival turn = sameContract.arrive(7, "");
                outcomes.add(threads.submit(() -> sameContract.work(turn, () -> {
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
        ContractSingleFlight.Arrival first = sameContract.arrive(7, "");
        ContractSingleFlight.Arrival second = sameContract.arrive(7, "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> later = threads.submit(() -> sameContract.work(second, () -> add(order, 2)));
            threads.submit(() -> sameContract.work(first, () -> add(order, 1))).get();
            later.get();
        }
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void otherContractsDoNotWait() {
        sameContract.arrive(7, "");

        assertThat(sameContract.work(sameContract.arrive(8, ""), () -> STORED)).isEqualTo(STORED);
    }

    @Test
    void anErrorDoesNotKeepTheNextFromItsTurn() throws Exception {
        ContractSingleFlight.Arrival first = sameContract.arrive(7, "");
        ContractSingleFlight.Arrival second = sameContract.arrive(7, "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> sameContract.work(first, () -> {
                throw new StackOverflowError();
            }));

            assertThat(threads.submit(() -> sameContract.work(second, () -> STORED))
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(STORED);
        }
        assertThat(sameContract.work(sameContract.arrive(7, ""), () -> STORED)).isEqualTo(STORED);
    }

    @Test
    void aFailureEndsTheTurnOfWhoSharesItAndLetsTheNextWork() {
        ContractSingleFlight.Arrival turn = sameContract.arrive(7, "");
        try {
            sameContract.work(turn, () -> {
                throw new IllegalStateException("defect");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("defect");
        }

        assertThat(sameContract.work(sameContract.arrive(7, ""), () -> STORED)).isEqualTo(STORED);
    }

    @Test
    void whoAsksSomethingElseGetsAnOutcomeOfItsOwn() throws Exception {
        List<String> asked = new ArrayList<>();
        List<ContractSingleFlight.Arrival> arrivals = new ArrayList<>();
        for (String request : List.of("region 1", "region 1", "region 2", "region 1", "region 2", "region 3")) {
            arrivals.add(sameContract.arrive(7, request));
        }
        List<String> requests = List.of("1", "1 again", "2", "shared", "shared", "3");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < arrivals.size(); n++) {
                ContractSingleFlight.Arrival arrival = arrivals.get(n);
                String request = requests.get(n);
                threads.submit(() -> sameContract.work(arrival, () -> {
                    asked.add(request);
                    return STORED;
                }));
            }
        }
        assertThat(asked).containsExactly("1", "1 again", "2", "3");
    }

    @Test
    void whoGivesItsPlaceUpLetsTheNextWorkAndTellsThoseWhoShareIt() throws Exception {
        Outcome given = new Outcome.Answered(StoreResult.UNCHANGED);
        ContractSingleFlight.Arrival stuck = sameContract.arrive(7, "");
        ContractSingleFlight.Arrival waiting = sameContract.arrive(7, "");
        ContractSingleFlight.Arrival shared = sameContract.arrive(7, "");
        ContractSingleFlight.Arrival next = sameContract.arrive(7, "else");

        sameContract.leave(waiting, given);
        assertThat(sameContract.work(shared, () -> STORED)).isEqualTo(given);
        assertThat(sameContract.work(waiting, () -> {
                    throw new IllegalStateException("given up, and worked on");
                }))
                .isEqualTo(given);
        sameContract.leave(stuck, given);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.submit(() -> sameContract.work(next, () -> STORED))
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(STORED);
        }
        assertThat(sameContract.arrive(7, "").shared()).isFalse();
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
