package eve.contracts.aggregator.intake.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.intake.consumer.ParallelListenerBench.HandedOver;
import eve.contracts.aggregator.intake.consumer.ParallelListenerBench.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A record that holds back its partition's commits is handed over at the deadline, give or take a second.
class DeadlineTests {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final ParallelListenerBench bench = new ParallelListenerBench(256);

    @Test
    void manySlowRecordsOfOnePartitionGoTogetherNotOneDeadlineAfterTheOther() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 100);

        pass(31);

        assertThat(bench.acknowledged).containsEntry("ids-0", 100);
        assertThat(bench.handedOver).hasSize(100).allMatch(HandedOver::failed);
    }

    @Test
    void eachGoesAtItsOwnDeadline() {
        bench.listener("ids", true);
        for (int n = 0; n < 120; n++) {
            bench.deliver("ids", 0, n % 3 == 0 ? 1 : 0);
            bench.second();
        }
        assertThat(bench.handedOver).hasSizeBetween(30, 31).allSatisfy(each -> {
            var start = bench.firstStart(each.place());
            assertThat(each.at())
                    .isBetween(
                            start.plus(ParallelListenerBench.DEADLINE),
                            start.plus(ParallelListenerBench.DEADLINE).plus(TICK));
        });
    }

    @Test
    void whoFindsNoTurnAtEsiWhileOthersDoGoesTooAndNoAttemptIsCounted() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 1);
        var unlucky = new Place("ids", 0, 0);
        for (int n = 1; n <= 35; n++) {
            bench.second();
            bench.deliver("ids", 0, 1);
            bench.end(new Place("ids", 0, n));
            if (n % 10 == 0) {
                bench.end(unlucky, false);
            }
        }
        assertThat(bench.handedOver).singleElement().satisfies(each -> {
            assertThat(each.place()).isEqualTo(unlucky);
            assertThat(each.failed()).isFalse();
            assertThat(each.at())
                    .isBefore(bench.firstStart(unlucky)
                            .plus(ParallelListenerBench.DEADLINE)
                            .plus(Duration.ofSeconds(4)));
        });
        assertThat(bench.acknowledged.get("ids-0")).isGreaterThan(30);
    }

    @Test
    void whileNobodyGetsOnNobodyIsHandedOver() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 5);
        bench.end(new Place("ids", 0, 4));
        for (int n = 0; n < 300; n++) {
            bench.second();
            if (n % 10 == 9) {
                bench.running().forEach(place -> bench.end(place, false));
            }
        }
        assertThat(bench.handedOver).isEmpty();
    }

    @Test
    void aPauseOfEsiDoesNotCount() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 5);
        bench.second();
        bench.closeFor(Duration.ofMinutes(15));
        bench.running().forEach(place -> bench.end(place, false));
        pass(15 * 60 + 1);
        assertThat(bench.running()).hasSize(5);

        for (int n = 4; n > 0; n--) {
            bench.second();
            bench.end(new Place("ids", 0, n));
        }

        assertThat(bench.handedOver).isEmpty();
    }

    @Test
    void anotherTurnIsASecondLaterWhateverArrivesMeanwhile() {
        bench.listener("ids", true);
        bench.deliver("ids", 0, 1);
        bench.end(new Place("ids", 0, 0), false);

        bench.deliver("ids", 0, 20);

        assertThat(bench.started).hasSize(21);
        bench.second();
        assertThat(bench.started).hasSize(22);
    }

    private void pass(int seconds) {
        for (int n = 0; n < seconds; n++) {
            bench.second();
        }
    }
}
