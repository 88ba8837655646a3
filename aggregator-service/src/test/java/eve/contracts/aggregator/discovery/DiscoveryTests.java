package eve.contracts.aggregator.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.aggregator.Worker;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Gone;
import eve.contracts.simulator.universe.UniverseOptions;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// New ids of each listing are published once, by one replica, and an id without an answer is not published
/// again for a day.
class DiscoveryTests {

    private static final long REGION = 10_000_001L;
    private static final Duration PERIOD = Duration.ofMinutes(30);

    private static MovableClock clock;
    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withUniverse(UniverseOptions.defaults()
                        .withContracts(60)
                        .withRegions(Map.of(REGION, 1.0))
                        .withAuctions(0)
                        .withUnreadableRolls(0)
                        .withGone(0)
                        .withContractsPerHour(0)
                        .withBidShare(0))
                .withClock(clock)
                .withoutLatency());
        worker = Worker.startAt(
                clock,
                esi.baseUrl(),
                "contracts.discovery.regions=" + REGION,
                "contracts.discovery.interval=1d",
                "contracts.intake.enabled=false");
        await().until(() -> published().size() >= 60);
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aListingIsPublishedOnceByAllReplicasAndAfterRestarts() {
        nextListing();
        List<Long> before = published();
        long id = esi.add(REGION);
        nextListing();

        try (ConfigurableApplicationContext other = worker.another()) {
            discover();
            other.getBean(Discovery.class).discover();
            assertThat(since(before)).containsOnlyOnce(id).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAListingWithoutADateAddsIsPublishedToo() {
        nextListing();
        List<Long> before = published();
        esi.faults()
                .add(Fault.of(FaultKind.HEADER_MISSING, 1)
                        .header("Last-Modified")
                        .on(Route.LISTING));
        try {
            long id = esi.add(REGION);
            nextListing();
            long another = esi.add(REGION);
            nextListing();

            assertThat(since(before)).containsOnlyOnce(id, another).doesNotHaveDuplicates();
        } finally {
            esi.faults().clear();
        }
    }

    @Test
    void anotherReplicaGoesOnWhenTheOneThatPublishesHasDied() {
        nextListing();
        List<Long> before = published();
        long id = esi.add(REGION);
        clock.advance(PERIOD);
        worker.jdbc()
                .sql("update discovery set publisher = 'dead', leased_until = now() + interval '1 second'")
                .update();

        discover();
        assertThat(since(before)).isEmpty();

        await().untilAsserted(() -> {
            discover();
            assertThat(since(before)).containsOnlyOnce(id).doesNotHaveDuplicates();
        });
    }

    @Test
    void whatHasHadNoAnswerIsPublishedAgainAfterADay() {
        long id = esi.add(REGION);
        nextListing();
        List<Long> before = published();
        assertThat(before).contains(id);

        nextListing();
        clock.advance(Duration.ofHours(22));
        nextListing();
        assertThat(since(before)).doesNotContain(id);

        clock.advance(Duration.ofHours(2));
        nextListing();
        assertThat(since(before)).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void whatIsDeadIsLeftAloneForADayWhoeverPublishedIt() {
        nextListing();
        long dead = esi.add(REGION);
        worker.jdbc()
                .sql("insert into dead_letter (id, contract_id, reason, attempts, replay_count, died_at, header_names,"
                        + " header_values, state) values ('0-1', ?, 'ESI_REJECTED', 1, 0, ?, '{}', '{}', 'OPEN')")
                .params(dead, Timestamp.from(clock.instant()))
                .update();
        List<Long> before = published();

        nextListing();
        assertThat(since(before)).doesNotContain(dead);

        clock.advance(Duration.ofDays(1));
        nextListing();
        assertThat(since(before)).contains(dead);
    }

    @Test
    void whatWasStoredIsPublishedWhenItLeavesTheListing() {
        long id = esi.contractIds().getLast();
        nextListing();
        worker.bean(ContractAggregation.class)
                .aggregate(new ContractIdMessage(id, REGION), false, null, StorePermit.ALWAYS);
        List<Long> before = published();
        nextListing();
        assertThat(since(before)).doesNotContain(id);

        esi.answer(id, Gone.ACCEPTED);
        nextListing();

        assertThat(since(before)).containsOnlyOnce(id);
    }

    private static void nextListing() {
        clock.advance(PERIOD);
        discover();
    }

    private static void discover() {
        worker.bean(Discovery.class).discover();
    }

    private static List<Long> published() {
        return worker.probe().read(worker.topics().contractIds()).stream()
                .map(record -> Long.valueOf(new String(record.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    /// In any order, because the topic has several partitions.
    private static List<Long> since(List<Long> before) {
        List<Long> more = new ArrayList<>(published());
        before.forEach(more::remove);
        return more;
    }
}
