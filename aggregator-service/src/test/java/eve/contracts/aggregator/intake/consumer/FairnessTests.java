package eve.contracts.aggregator.intake.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.intake.consumer.ParallelListenerBench.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which records get a place when there are too few.
class FairnessTests {

    private final ParallelListenerBench bench = new ParallelListenerBench(16);

    @Test
    void tiersTakeTurnsWhenThePlacesOfAllAreTaken() {
        List.of("tier-0", "tier-1", "tier-2").forEach(tier -> bench.listener(tier, false));
        List.of("tier-0", "tier-1", "tier-2").forEach(tier -> bench.deliver(tier, 0, 100));
        assertThat(bench.started).hasSize(4).allMatch(place -> place.topic().equals("tier-0"));

        endOldest(60);

        List<Place> since = bench.started.subList(4, 64);
        for (int n = 0; n < since.size(); n += 3) {
            assertThat(since.subList(n, n + 3))
                    .extracting(Place::topic)
                    .containsExactlyInAnyOrder("tier-0", "tier-1", "tier-2");
        }
    }

    @Test
    void manyPlacesThatComeBackAtOnceAreSharedByTheTiersToo() {
        List.of("tier-0", "tier-1").forEach(tier -> bench.listener(tier, false));
        List.of("tier-0", "tier-1").forEach(tier -> bench.deliver(tier, 0, 100));
        List<Place> first = List.copyOf(bench.started);

        first.reversed().forEach(bench::end);

        assertThat(bench.running("tier-0")).isEqualTo(2);
        assertThat(bench.running("tier-1")).isEqualTo(2);
    }

    @Test
    void partitionsTakeTurnsWhateverWaitsInOneOfThem() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 200);
        bench.deliver("ids", 1, 20);
        bench.deliver("ids", 2, 20);
        int before = bench.started.size();

        endOldest(30);

        assertThat(bench.started.subList(before, before + 30))
                .extracting(Place::partition)
                .satisfies(partitions -> {
                    for (int partition = 0; partition < 3; partition++) {
                        int each = partition;
                        assertThat(partitions.stream().filter(it -> it == each)).hasSize(10);
                    }
                });
    }

    @Test
    void howeverMuchWaitsInTheTiersThreeQuartersOfTheWindowAreThereForFreshIdsAtOnce() {
        bench.listener("ids", true);
        List.of("tier-0", "tier-1").forEach(tier -> bench.listener(tier, false));
        List.of("tier-0", "tier-1").forEach(tier -> bench.deliver(tier, 0, 1_000));

        bench.deliver("ids", 0, 12);

        assertThat(bench.running("ids")).isEqualTo(12);
    }

    @Test
    void beyondThatAFreshIdStartsWhenTheNextFreshIdEndsAndTheTiersKeepAnEighth() {
        bench.listener("ids", true);
        List.of("tier-0", "tier-1").forEach(tier -> bench.listener(tier, false));
        List.of("tier-0", "tier-1").forEach(tier -> bench.deliver(tier, 0, 1_000));
        bench.deliver("ids", 0, 100);
        assertThat(bench.running("ids")).isEqualTo(12);

        for (int n = 0; n < 40; n++) {
            long next = startedFresh();
            bench.end(firstRunning(true));
            assertThat(bench.started.getLast()).isEqualTo(new Place("ids", 0, next));
            bench.end(firstRunning(false));
            assertThat(bench.running("tier-0") + bench.running("tier-1")).isBetween(2L, 4L);
        }
    }

    private long startedFresh() {
        return bench.started.stream()
                .filter(place -> place.topic().equals("ids"))
                .count();
    }

    private Place firstRunning(boolean fresh) {
        return bench.running().stream()
                .filter(place -> place.topic().equals("ids") == fresh)
                .findFirst()
                .orElseThrow();
    }

    private void endOldest(int count) {
        for (int n = 0; n < count; n++) {
            bench.end(bench.running().getFirst());
        }
    }
}
