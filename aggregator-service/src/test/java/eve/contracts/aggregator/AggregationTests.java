package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AggregationTests {

    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(
                SimulatorOptions.defaults().withContracts(300).withStillUniverse().withoutLatency());
        worker = Worker.start(esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void everyPublishedIdBecomesACompleteContractAndOneEvent() {
        esi.contractIds().forEach(worker::publish);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(worker.count("contract")).isEqualTo(300);
            assertThat(worker.count("outbox")).isZero();
        });
        assertThat(worker.probe().read(worker.topics().events())).hasSize(300);
    }
}
