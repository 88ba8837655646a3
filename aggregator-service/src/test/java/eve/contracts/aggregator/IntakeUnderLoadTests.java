package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Latency;
import eve.contracts.simulator.faults.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Slow or bad contracts, bulk loads, and instances that start or stop do not hold back other ids and lose
/// nothing.
class IntakeUnderLoadTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EsiSimulator esi;

    @BeforeEach
    void start() {
        esi = EsiSimulator.start(StillUniverse.of(600).withErrorLimit(0));
    }

    @AfterEach
    void stop() {
        esi.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void instancesJoinAndLeaveUnderLoadAndEachIdIsStoredOnceWithRepeatsWithinTheWindow(String protocol) {
        int window = 32;
        esi.faults().latency(Latency.fixed(Duration.ofMillis(100)));
        try (Worker worker = Worker.start(
                esi.baseUrl(),
                "spring.kafka.consumer.properties.group.protocol=" + protocol,
                "contracts.intake.window=" + window)) {
            ConfigurableApplicationContext second = worker.another();
            esi.contractIds().forEach(worker::publish);
            await().atMost(PATIENCE).until(() -> worker.count("contract") > 100);
            try (ConfigurableApplicationContext third = worker.another()) {
                await().atMost(PATIENCE).until(() -> worker.count("contract") > 250 && third.isActive());
                second.close();
            }
            await().atMost(PATIENCE).until(() -> worker.unacknowledged() == 0);

            assertThat(worker.count("contract where version = 1")).isEqualTo(600);
            await().atMost(PATIENCE).until(() -> worker.count("outbox") == 0);
            assertThat(worker.probe().read(worker.topics().events()).stream().map(IntakeUnderLoadTests::eventId))
                    .hasSizeGreaterThanOrEqualTo(600)
                    .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(600));
            long items = esi.requests().count(Route.ITEMS);
            long pages = esi.contractIds().stream()
                    .mapToLong(id -> (esi.truth(id).items().size() + 999) / 1000)
                    .sum();
            assertThat(items).isBetween(pages, pages + 2L * window);
        }
    }

    @Test
    void aContractThatHoldsBackItsPartitionGoesToTheRetryTopicSoThatCommitsAdvance() {
        long slow = esi.contractIds().getFirst();
        esi.faults()
                .add(Fault.of(FaultKind.TIMEOUT, 1)
                        .on(Route.ITEMS)
                        .onContract(slow)
                        .atMost(1));
        try (Worker worker =
                Worker.start(esi.baseUrl(), "contracts.intake.deadline=2s", "contracts.esi.request-timeout=15s")) {
            esi.contractIds().stream().limit(50).forEach(id -> worker.publish("one partition", Long.toString(id)));

            await().atMost(Duration.ofSeconds(12)).until(() -> worker.unacknowledged() == 0);

            ConsumerRecord<byte[], byte[]> handedOver =
                    worker.probe().read(worker.topics().retry(0)).getFirst();
            assertThat(text(handedOver, HeaderNames.FAILURE_REASON)).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(new String(handedOver.value(), StandardCharsets.UTF_8)).isEqualTo(Long.toString(slow));
            await().atMost(PATIENCE).until(() -> worker.count("contract") == 50);
            assertThat(worker.count("contract where version = 1")).isEqualTo(50);
        }
    }

    @Test
    void replaysAndBulkLoadsDoNotDelayFreshIds() {
        esi.faults().latency(Latency.fixed(Duration.ofMillis(200)));
        List<Long> bulk = esi.contractIds().subList(0, 100);
        List<Long> fresh = esi.contractIds().subList(300, 320);
        try (Worker worker = Worker.start(esi.baseUrl(), "contracts.intake.window=16")) {
            for (long id : bulk) {
                var record = new ProducerRecord<byte[], byte[]>(
                        worker.topics().contractIds(), Long.toString(id).getBytes(StandardCharsets.UTF_8));
                boolean replay = id % 2 == 0;
                record.headers()
                        .add(
                                replay ? HeaderNames.REPLAY_COUNT : HeaderNames.PRIORITY,
                                (replay ? "1" : "low").getBytes(StandardCharsets.UTF_8));
                worker.probe().send(record);
            }
            fresh.forEach(worker::publish);

            await().atMost(PATIENCE).until(() -> stored(worker, fresh) == fresh.size());

            assertThat(stored(worker, bulk)).isLessThan(bulk.size() / 2);
            await().atMost(PATIENCE).until(() -> stored(worker, bulk) == bulk.size());
            assertThat(worker.probe().read(worker.topics().retry(0)))
                    .hasSize(bulk.size())
                    .allMatch(record -> record.headers().lastHeader(HeaderNames.ATTEMPTS) == null);
        }
    }

    @Test
    void aWaitInARetryTierSurvivesARestartAndIsNotCutShort() {
        long id = esi.contractIds().getFirst();
        esi.respond("/contracts/public/items/" + id + "?page=1", 3, 500, Map.of(), new byte[0]);
        try (Worker worker = Worker.start(esi.baseUrl(), "contracts.intake.retry-delays=8s,1s")) {
            worker.publish(id);
            Instant due = await()
                    .atMost(PATIENCE)
                    .until(() -> worker.probe().read(worker.topics().retry(0)), waiting -> !waiting.isEmpty())
                    .stream()
                    .map(record -> Instant.parse(text(record, HeaderNames.DUE_AT)))
                    .findFirst()
                    .orElseThrow();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(depth(worker, worker.topics().retry(0))).isOne());

            worker.restart();

            await().atMost(PATIENCE).until(() -> worker.count("contract") == 1);
            assertThat(worker.jdbc()
                            .sql("select fetched_at from contract")
                            .query(java.sql.Timestamp.class)
                            .single()
                            .toInstant())
                    .isAfterOrEqualTo(due);
        }
    }

    private static double depth(Worker worker, String topic) {
        return worker.bean(MeterRegistry.class)
                .get("intake.depth")
                .tag("topic", topic)
                .gauge()
                .value();
    }

    private static long stored(Worker worker, List<Long> ids) {
        return worker.jdbc()
                .sql("select count(*) from contract where contract_id = any(?)")
                .param(ids.toArray(Long[]::new))
                .query(Long.class)
                .single();
    }

    private static String eventId(ConsumerRecord<byte[], byte[]> event) {
        return text(event, HeaderNames.CE_ID);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
