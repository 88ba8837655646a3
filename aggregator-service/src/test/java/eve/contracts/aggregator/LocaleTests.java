package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.EsiSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Under a locale with other digits, and one with another lower case of I, requests, stored rows and events are
/// the same as under any other.
class LocaleTests {

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void persian() {
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    }

    @AfterEach
    void back() {
        Locale.setDefault(before);
    }

    @Test
    void theWorkerDoesTheSameEverywhere() {
        assertThat(numberAsFormattedHere()).as("the locale has its own digits").isNotEqualTo("7");
        try (var esi = EsiSimulator.start(StillUniverse.of(60));
                Worker worker = Worker.start(esi.baseUrl())) {
            List<Long> ids = esi.contractIds();
            ids.subList(0, 20).forEach(worker::publish);
            awaitStored(worker, 20);

            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            worker.publish(esi, ids.subList(20, 40));
            awaitStored(worker, 40);

            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            worker.restart();
            worker.publish(esi, ids.subList(40, 60));
            awaitStored(worker, 60);

            assertThat(worker.events())
                    .allSatisfy(event -> assertThat(new String(event.value(), StandardCharsets.UTF_8))
                            .contains("\"contractId\":" + new String(event.key(), StandardCharsets.UTF_8) + ","));
            assertThat(worker.probe().read(worker.topics().retry(0))).isEmpty();
        }
    }

    private static void awaitStored(Worker worker, int contracts) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> worker.count("contract") == contracts && worker.count("outbox") == 0);
    }

    private static String numberAsFormattedHere() {
        return "%d".formatted(7);
    }
}
