package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Worker;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.universe.Gone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When one route of ESI gives no good answers, its contracts wait, and all others continue.
class RouteDownTests {

    private static final int CONTRACTS = 200;

    @Test
    void contractsWhoseItemsAreAllNotFoundWaitAndAreStoredWhenTheRouteIsBack() {
        var clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withClock(clock)
                        .withContracts(CONTRACTS)
                        .withStillUniverse()
                        .withoutLatency());
                Worker worker = Worker.startAt(clock, esi.baseUrl(), "contracts.intake.deadline=1d")) {
            List<Long> ids = esi.contractIds();
            long withoutItems = ids.stream().filter(id -> !hasItems(esi, id)).count();
            ids.forEach(id -> esi.respond(
                    EsiRoute.ITEMS.path(id, 1),
                    404,
                    Map.of(),
                    "{\"error\":\"Contract not found!\"}".getBytes(StandardCharsets.UTF_8)));
            worker.publish(esi, ids);

            await().atMost(Duration.ofMinutes(1)).until(() -> {
                clock.advance(Duration.ofSeconds(5));
                return worker.count("contract") == withoutItems
                        && worker.unacknowledged() == 0
                        && clock.instant().isAfter(Instant.parse("2026-03-01T12:05:00Z"));
            });

            assertThat(worker.events()).hasSize((int) withoutItems);
            assertThat(worker.count("unavailable_contract")).isZero();
            assertThat(worker.probe().read(worker.topics().deadLetters())).isEmpty();
            assertThat(failures(worker)).isZero();

            esi.clearResponses();
            long gone = ids.stream().filter(id -> hasItems(esi, id)).findFirst().orElseThrow();
            esi.answer(gone, Gone.NOT_FOUND);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                clock.advance(Duration.ofMillis(500));
                return worker.count("contract") + worker.count("unavailable_contract") == CONTRACTS;
            });
            assertThat(worker.count("unavailable_contract")).isOne();
            assertThat(failures(worker)).isZero();
        }
    }

    private static boolean hasItems(EsiSimulator esi, long id) {
        String type = esi.truth(id).header().path("type").asString();
        return type.equals("item_exchange") || type.equals("auction");
    }

    private static double failures(Worker worker) {
        return worker.bean(MeterRegistry.class).find("contracts.failures").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
