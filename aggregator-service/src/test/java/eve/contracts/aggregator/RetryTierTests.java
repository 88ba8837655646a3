package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Records that wait in a retry tier do not hold back records that are due.
class RetryTierTests {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MANY = 1_600;

    private EsiSimulator esi;

    @BeforeEach
    void start() {
        esi = EsiSimulator.start(StillUniverse.of(20));
    }

    @AfterEach
    void stop() {
        esi.close();
    }

    @Test
    void aPartitionOfWhichMuchWaitsHoldsBackNoOtherAndCostsNoProcessorAndIsCounted() {
        try (Worker worker = Worker.start(esi.baseUrl(), "contracts.intake.retry-delays=1h,1h")) {
            String tier = worker.topics().retry(0);
            Instant later = Instant.now().plus(Duration.ofMinutes(50));
            long waiting = esi.contractIds().get(0);
            worker.probe()
                    .send(IntStream.range(0, MANY)
                            .mapToObj(n -> record(tier, 0, waiting, later))
                            .toList());
            await().atMost(PATIENCE).until(() -> gauge(worker, "intake.paused", "topic", tier, "reason", "full") == 1);

            long due = esi.contractIds().get(1);
            worker.probe().send(List.of(record(tier, 1, due, Instant.now())));

            await().atMost(PATIENCE).until(() -> worker.count("contract") == 1);
            assertThat(worker.count("contract where contract_id = " + due)).isOne();
            assertThat(gauge(worker, "intake.held", "topic", tier)).isLessThan(MANY);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(gauge(worker, "intake.depth", "topic", tier))
                            .isEqualTo(MANY));

            worker.probe().send(List.of(record(tier, 0, waiting, later)));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(gauge(worker, "intake.depth", "topic", tier))
                            .isEqualTo(MANY + 1));
            assertThat(processorShare("intake-" + tier, Duration.ofSeconds(2))).isLessThan(0.2);
        }
    }

    @Test
    void anIdThatIsToWaitForLongerThanItsTierGoesToTheEndOfItAndIsNotTriedEarly() {
        try (Worker worker = Worker.start(esi.baseUrl())) {
            String tier = worker.topics().retry(1);
            Instant later = Instant.now().plus(Duration.ofHours(2));
            long patient = esi.contractIds().get(0);
            long due = esi.contractIds().get(1);
            var first = record(tier, 0, patient, later);
            first.headers().add(HeaderNames.ATTEMPTS, "2".getBytes(StandardCharsets.UTF_8));
            worker.probe().send(List.of(first, record(tier, 0, due, Instant.now())));

            await().atMost(PATIENCE).until(() -> worker.count("contract") == 1);

            assertThat(worker.count("contract where contract_id = " + due)).isOne();
            assertThat(worker.probe().read(tier).stream()
                            .filter(record -> text(record, HeaderNames.ATTEMPTS).equals("2")))
                    .hasSizeGreaterThan(1)
                    .allMatch(record -> text(record, HeaderNames.DUE_AT).equals(later.toString()));
        }
    }

    @Test
    void whatWaitsInATierThatIsNoLongerConfiguredIsConsumedToTheEndWithTheRulesOfTheLastTier() {
        long early = esi.contractIds().get(0);
        long late = esi.contractIds().get(1);
        long failing = esi.contractIds().get(2);
        try (Worker worker = Worker.start(esi.baseUrl(), "contracts.intake.retry-delays=1s,1s,1s,5s")) {
            worker.stop();
            esi.faults().add(Fault.of(FaultKind.SERVER_ERROR, 1).on(Route.ITEMS).onContract(failing));
            String second = worker.topics().retry(2);
            String last = worker.topics().retry(3);
            Instant due = Instant.now().plusSeconds(4);
            worker.probe()
                    .send(List.of(
                            record(last, 0, early, Instant.now()),
                            record(last, 1, late, due),
                            record(last, 2, failing, Instant.now()),
                            record(second, 0, esi.contractIds().get(3), Instant.now())));

            try (var fewer = worker.another("contracts.intake.retry-delays=1s")) {
                await().atMost(PATIENCE).until(() -> worker.count("contract") == 3);
                assertThat(worker.jdbc()
                                .sql("select fetched_at from contract where contract_id = ?")
                                .param(late)
                                .query(OffsetDateTime.class)
                                .single()
                                .toInstant())
                        .isAfterOrEqualTo(due);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        worker.probe().read(worker.topics().deadLetters()))
                                .singleElement()
                                .satisfies(dead -> assertThat(new String(dead.value(), StandardCharsets.UTF_8))
                                        .isEqualTo(Long.toString(failing))));
                MeterRegistry meters = fewer.getBean(MeterRegistry.class);
                await().atMost(PATIENCE)
                        .until(() -> meters.get("intake.depth")
                                                .tag("topic", last)
                                                .gauge()
                                                .value()
                                        == 0
                                && meters.get("intake.depth")
                                                .tag("topic", second)
                                                .gauge()
                                                .value()
                                        == 0);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, long id, Instant due) {
        byte[] value = Long.toString(id).getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, partition, value, value);
        record.headers().add(HeaderNames.DUE_AT, due.toString().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static double gauge(Worker worker, String name, String... tags) {
        return worker.bean(MeterRegistry.class).get(name).tags(tags).gauge().value();
    }

    /// Returns the share of one processor that the threads of that name use during the time.
    private static double processorShare(String threads, Duration time) {
        long before = cpuNanos(threads);
        long from = System.nanoTime();
        await().pollDelay(time).until(() -> true);
        return (double) (cpuNanos(threads) - before) / (System.nanoTime() - from);
    }

    private static long cpuNanos(String threads) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(threads))
                .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()))
                .peek(nanos -> assertThat(nanos).isPositive())
                .reduce(Long::sum)
                .orElseThrow();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
