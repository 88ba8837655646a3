package eve.contracts.aggregator.esi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.RunChecker;
import eve.contracts.aggregator.Worker;
import eve.contracts.aggregator.esi.client.Hurry;
import eve.contracts.aggregator.esi.listing.Listings;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.store.StoredStateReader;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.model.ContractStored;
import eve.contracts.model.EventJson;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.Truth;
import eve.contracts.simulator.universe.UniverseOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// All faults of ESI at the same time.
class FaultRunTests {

    private static final int CONTRACTS = 1_100;
    private static final int MAX_MISSING_ROLLS = 3;

    @Test
    void underFaultsEveryIdEndsInOneCompleteAnswerWithinTheErrorLimit() {
        var clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        UniverseOptions universe = UniverseOptions.defaults()
                .withContracts(CONTRACTS)
                .withContractsPerHour(0)
                .withBidShare(0)
                .withTypes(200)
                // One listing with two pages, so that they can be inconsistent, and a small one.
                .withRegions(Map.of(10_000_002L, 0.95, 10_000_043L, 0.05))
                .withAuctions(0.05);
        try (EsiSimulator esi = EsiSimulator.start(SimulatorOptions.defaults()
                        .withUniverse(universe)
                        .withClock(clock)
                        .withoutLatency());
                Worker worker = Worker.startAt(
                        clock,
                        esi.baseUrl(),
                        "contracts.esi.request-timeout=3s",
                        "contracts.intake.retry-delays=10s,1m,10m,1h",
                        // The clock jumps; with a deadline each jump would look like slowness.
                        "contracts.intake.deadline=1d")) {
            List<Long> ids = esi.contractIds();
            var time = new Hurry(esi, worker, clock);
            switchFaultsOn(esi);
            sweepAll(esi, worker, time);
            learnTypes(esi, worker, time);
            // Still listed when they are requested.
            Set<Long> ended = endOneIn25(esi, ids);

            worker.publish(esi, ids);
            time.passUntilAnswered(CONTRACTS);

            time.print();
            List<Long> dead = RunChecker.ids(worker.probe().read(worker.topics().deadLetters()));
            List<ConsumerRecord<byte[], byte[]>> events = RunChecker.once(worker.events());
            assertThat(dead).isEmpty();
            assertThat(RunChecker.ids(events)).containsExactlyInAnyOrderElementsOf(ids);
            events.forEach(event -> checkEvent(esi, ended, event));
            ids.forEach(id -> checkRows(esi, worker, id));
            assertThat(worker.count("contract_item join item_type using (type_id) where is_dynamic"
                            + " and item_id is not null and dynamic is null and dynamic_unavailable is null"))
                    .isZero();
            // A roll that failed in all attempts, in the last one too, is recorded with its reason.
            assertThat(worker.count("contract_item where dynamic_unavailable is not null"))
                    .isLessThanOrEqualTo(MAX_MISSING_ROLLS);
            assertThat(sweeps(worker, "inconsistent")).isPositive();
            assertThat(time.worstMinute()).isLessThan(100);
            assertThat(time.count(420)).isZero();
        }
    }

    private static void switchFaultsOn(EsiSimulator esi) {
        esi.faults().add(FaultKind.SERVER_ERROR, 0.05);
        esi.faults().add(FaultKind.TIMEOUT, 0.02);
        esi.faults().add(FaultKind.CUT_BODY, 0.01);
        esi.faults().add(Fault.of(FaultKind.EMPTY_LIST, 0.01).on(Route.ITEMS));
        esi.faults().add(Fault.of(FaultKind.TORN_LISTING, 0.5).on(Route.LISTING).atMost(4));
    }

    private static void sweepAll(EsiSimulator esi, Worker worker, Hurry time) {
        for (long region : esi.regionIds()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                time.move();
                try {
                    return worker.bean(Listings.class).fresh(region).regionId() == region;
                } catch (FetchFailedException e) {
                    return false;
                }
            });
        }
    }

    /// A contract waits ten seconds for the answers about its types, which a loaded machine may exceed, and is stored
    /// without the rolls of a type that is still unknown.
    private static void learnTypes(EsiSimulator esi, Worker worker, Hurry time) {
        var types = new HashSet<Long>();
        esi.contractIds()
                .forEach(id -> esi.truth(id)
                        .items()
                        .forEach(item -> types.add(item.path("type_id").longValue())));
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            time.move();
            try {
                return worker.bean(ItemTypes.class).sort(types).unknown().isEmpty();
            } catch (FetchFailedException e) {
                return false;
            }
        });
    }

    private static Set<Long> endOneIn25(EsiSimulator esi, List<Long> ids) {
        Set<Long> ended = new HashSet<>();
        for (int n = 0; n < ids.size(); n += 25) {
            esi.answer(ids.get(n), Gone.values()[n / 25 % Gone.values().length]);
            ended.add(ids.get(n));
        }
        return ended;
    }

    private static void checkEvent(EsiSimulator esi, Set<Long> ended, ConsumerRecord<byte[], byte[]> event) {
        JsonNode data = EventJson.mapper().readTree(event.value());
        Truth truth = esi.truth(data.path("contractId").longValue());
        String type = RunChecker.header(event, "ce_type");
        if (type.equals("contract.unavailable.v1")) {
            RunChecker.checkGone(truth);
        } else {
            assertThat(type).isEqualTo("contract.stored.v1");
            // For couriers and loans there is no request that could show it. Others may have expired since they
            // were stored.
            assertThat(!ended.contains(truth.contractId()) || truth.items().isEmpty())
                    .as("why %s is stored", truth.contractId())
                    .isTrue();
            RunChecker.checkWithFaults(truth, data);
        }
    }

    private static void checkRows(EsiSimulator esi, Worker worker, long id) {
        switch (worker.bean(StoredStateReader.class).find(id)) {
            case StoredState.None _ -> throw new AssertionError("Nothing is known of " + id);
            case StoredState.Unavailable _ -> RunChecker.checkGone(esi.truth(id));
            case StoredState.Stored stored ->
                RunChecker.checkWithFaults(
                        esi.truth(id),
                        EventJson.mapper()
                                .readTree(EventJson.write(new ContractStored(
                                        stored.regionId(),
                                        stored.version(),
                                        ContractStored.Change.CREATED,
                                        stored.header(),
                                        stored.items(),
                                        stored.bids(),
                                        Instant.EPOCH))));
        }
    }

    private static double sweeps(Worker worker, String outcome) {
        return worker.bean(MeterRegistry.class)
                .counter("esi.sweeps", "outcome", outcome)
                .count();
    }
}
