package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many callers that need many types cause few batches, and each type is in one of them.
@Timeout(20)
class TypeBatchesTests {

    private static final int CALLERS = 300;
    private static final int EACH = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void manyTypesAreLookedUpTogether() throws Exception {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        var batches = new TypeBatches(
                (types, answered) -> {
                    sizes.add(types.size());
                    seen.addAll(types);
                },
                PATIENCE);
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long caller = 0; caller < CALLERS; caller++) {
                long first = caller * EACH / 2;
                callers.add(pool.submit(() -> {
                    batches.await(types(first, EACH));
                    return null;
                }));
            }
        }

        for (Future<?> each : callers) {
            each.get();
        }
        assertThat(seen).hasSize((CALLERS + 1) * EACH / 2);
        assertThat(sizes).allMatch(size -> size <= 1_000).hasSizeLessThan(seen.size() / 100);
    }

    @Test
    void aTypeThatIsBeingLookedUpIsNotLookedUpAgain() throws Exception {
        var running = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        List<Set<Long>> lookUps = Collections.synchronizedList(new ArrayList<>());
        var batches = new TypeBatches(
                (types, answered) -> {
                    lookUps.add(types);
                    running.countDown();
                    if (types.contains(1L)) {
                        awaitQuietly(asked);
                    }
                },
                PATIENCE);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = pool.submit(() -> {
                batches.await(types(1, 3));
                return null;
            });
            running.await();
            Future<?> second = pool.submit(() -> {
                batches.await(types(2, 3));
                return null;
            });
            batches.await(Set.of(9L));
            asked.countDown();
            first.get();
            second.get();
        }

        assertThat(lookUps.stream().flatMap(Set::stream)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 9L);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSingleCallerIsServedAtOnce() throws Exception {
        long began = System.nanoTime();

        new TypeBatches((types, answered) -> {}, PATIENCE).await(types(1, 3));

        assertThat(System.nanoTime() - began).isLessThan(200_000_000);
    }

    @Test
    void aFailureReachesThoseWhoWaitForTheBatchAndNobodyAfterwards() throws Exception {
        var fail = new CountDownLatch(1);
        var batches = new TypeBatches(
                (types, answered) -> {
                    if (fail.getCount() == 1) {
                        fail.countDown();
                        throw new FetchFailedException(new Verdict.Suspended("down"));
                    }
                },
                PATIENCE);

        assertThatThrownBy(() -> batches.await(types(1, 3))).isInstanceOf(FetchFailedException.class);
        batches.await(types(1, 3));
    }

    @Test
    void aDefectReachesTheCallers() {
        var batches = new TypeBatches(
                (types, answered) -> {
                    throw new IllegalStateException("defect");
                },
                PATIENCE);

        assertThatThrownBy(() -> batches.await(types(1, 3))).hasMessage("defect");
        assertThatThrownBy(() -> batches.await(types(1, 3))).hasMessage("defect");
    }

    @Test
    void aTypeThatIsAnsweredHoldsNobodyBackWhileOthersOfItsBatchAreAskedFor() throws Exception {
        var end = new CountDownLatch(1);
        var batches = new TypeBatches(
                (types, answered) -> {
                    types.stream().filter(type -> type < 3).forEach(answered::accept);
                    awaitQuietly(end);
                },
                PATIENCE);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> all = pool.submit(() -> {
                batches.await(types(1, 3));
                return null;
            });
            pool.submit(() -> {
                        batches.await(types(1, 2));
                        return null;
                    })
                    .get(5, TimeUnit.SECONDS);
            assertThat(all.isDone()).isFalse();
            end.countDown();
            all.get();
        } finally {
            end.countDown();
        }
    }

    @Test
    void aCallerWaitsNoLongerThanItsPatienceForAllItsTypes() throws Exception {
        var end = new CountDownLatch(1);
        var batches = new TypeBatches((types, answered) -> awaitQuietly(end), Duration.ofMillis(50));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            pool.submit(() -> {
                        batches.await(types(1, 100));
                        return null;
                    })
                    .get(4, TimeUnit.SECONDS);
        } finally {
            end.countDown();
        }
    }

    private static Set<Long> types(long first, long count) {
        return LongStream.range(first, first + count).boxed().collect(Collectors.toCollection(HashSet::new));
    }
}
