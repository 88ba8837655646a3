package eve.contracts.aggregator.intake.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.intake.consumer.ParallelListenerBench.Place;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// While calls to ESI pause no record starts, and afterwards all records continue by themselves.
class PauseTests {

    private final ParallelListenerBench bench = new ParallelListenerBench(16);

    @Test
    void whatArrivesMeanwhileStartsAtTheEndWithoutAnythingElseHappening() {
        bench.listener("ids", true);
        bench.closeFor(Duration.ofSeconds(10));
        bench.deliver("ids", 0, 5);
        bench.second();
        assertThat(bench.running()).isEmpty();

        pass(9);

        assertThat(bench.running("ids")).isEqualTo(5);
    }

    @Test
    void aTierThatFoundNoPlaceBeforeAndIsOfferedOneMeanwhileStartsAtTheEnd() {
        bench.listener("tier-0", false);
        bench.listener("tier-1", false);
        bench.deliver("tier-0", 0, 4);
        bench.deliver("tier-1", 0, 4);
        bench.closeFor(Duration.ofSeconds(10));
        List.copyOf(bench.running()).forEach(bench::end);
        assertThat(bench.running()).isEmpty();

        pass(10);

        assertThat(bench.running())
                .containsExactlyInAnyOrder(
                        new Place("tier-1", 0, 0),
                        new Place("tier-1", 0, 1),
                        new Place("tier-1", 0, 2),
                        new Place("tier-1", 0, 3));
    }

    private void pass(int seconds) {
        for (int n = 0; n < seconds; n++) {
            bench.second();
        }
    }
}
