package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// An id that its listing cannot contain yet waits for the next listing in a retry tier, and uses up no
/// attempts there, even in the last tier.
class NewerThanItsListingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void itIsAnsweredFromTheNextListingAndNoAttemptIsSpent() {
        var clock = new MovableClock(Instant.now());
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withClock(clock)
                        .withContracts(20)
                        .withStillUniverse()
                        .withoutLatency());
                Worker worker = Worker.startAt(clock, esi.baseUrl(), "contracts.intake.retry-delays=1s")) {
            long region = esi.regionIds().iterator().next();
            long newer = esi.add(region);
            long never = newer + 1;
            worker.publish(new ContractIdMessage(newer, region));
            worker.publish(new ContractIdMessage(never, region));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    worker.probe().read(worker.topics().retry(0)))
                            .hasSizeGreaterThanOrEqualTo(2)
                            .allSatisfy(record -> assertThat(record.headers().lastHeader(HeaderNames.ATTEMPTS))
                                    .isNull()));
            assertThat(worker.count("contract") + worker.count("unavailable_contract"))
                    .isZero();

            clock.advance(Duration.ofMinutes(31));

            await().atMost(PATIENCE)
                    .until(() -> worker.count("contract") == 1 && worker.count("unavailable_contract") == 1);
            assertThat(worker.count("contract where contract_id = " + newer)).isOne();
            assertThat(worker.probe().read(worker.topics().deadLetters())).isEmpty();
        }
    }
}
