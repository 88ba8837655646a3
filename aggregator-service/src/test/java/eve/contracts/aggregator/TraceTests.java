package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The event of an id continues the trace of the id's record.
class TraceTests {

    /// The region with the most contracts: a single missing contract needs no confirmation there.
    private static final long FORGE = 10_000_002L;

    private static final Duration SOON = Duration.ofSeconds(30);

    private static MovableClock clock;
    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withClock(clock)
                .withContracts(20)
                .withStillUniverse()
                .withoutLatency());
        worker = Worker.startAt(clock, esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aStoredContractsEventAndThatOfItsEndHaveTheTracesOfTheirIds() {
        long id = esi.contractIds(FORGE).getFirst();
        publish(id, trace(1));
        assertThat(awaitTraces(id, 1)).containsExactly(trace(1));

        esi.accept(id);
        clock.advance(Duration.ofMinutes(31));
        publish(id, trace(2));

        assertThat(awaitTraces(id, 2)).containsExactly(trace(1), trace(2));
    }

    @Test
    void theEventOfAnIdThatIsNotToBeHadHasItsTrace() {
        publish(77, trace(3));

        assertThat(awaitTraces(77, 1)).containsExactly(trace(3));
    }

    @Test
    void theTraceOutlivesRetries() {
        long id = esi.contractIds(FORGE).get(1);
        byte[] broken = "{\"error\":\"broken\"}".getBytes(StandardCharsets.UTF_8);
        esi.respond("/contracts/public/items/" + id + "?page=1", 3, 500, Map.of(), broken);
        esi.respond("/contracts/public/bids/" + id + "?page=1", 3, 500, Map.of(), broken);

        publish(id, trace(4));
        await().atMost(SOON)
                .until(() -> worker.probe().read(worker.topics().retry(0)).stream()
                        .anyMatch(each -> key(each).equals(Long.toString(id))));
        clock.advance(Duration.ofSeconds(2));

        assertThat(awaitTraces(id, 1)).containsExactly(trace(4));
    }

    @Test
    void whatIsNoTraceIsNotPassedOn() {
        List<Long> ids = esi.contractIds(FORGE).subList(2, 6);
        publish(ids.get(0), "00-00000000000000000000000000000000-00f067aa0ba902b7-01");
        publish(ids.get(1), "'; drop table outbox; --");
        publish(ids.get(2), "");
        publish(ids.get(3), null);

        for (long id : ids) {
            assertThat(awaitTraces(id, 1)).containsExactly("none");
        }
    }

    private static String trace(int number) {
        return "00-%032x-00f067aa0ba902b7-01".formatted(number);
    }

    private static void publish(long id, @Nullable String traceparent) {
        var truth = esi.contractIds().contains(id) ? esi.truth(id) : null;
        long region = truth == null ? FORGE : truth.regionId();
        var record = new ProducerRecord<>(
                worker.topics().contractIds(),
                Long.toString(id).getBytes(StandardCharsets.UTF_8),
                new ContractIdMessage(id, region).write());
        if (traceparent != null) {
            record.headers().add(HeaderNames.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        }
        worker.probe().send(record);
    }

    private static List<String> awaitTraces(long id, int count) {
        return await().atMost(SOON).until(() -> traces(id), traces -> traces.size() >= count);
    }

    private static List<String> traces(long id) {
        return worker.events().stream()
                .filter(event -> key(event).equals(Long.toString(id)))
                .map(event -> event.headers().lastHeader(HeaderNames.TRACEPARENT))
                .map(TraceTests::text)
                .toList();
    }

    private static String text(@Nullable Header header) {
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
