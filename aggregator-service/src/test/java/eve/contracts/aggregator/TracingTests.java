package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.HeaderNames;
import eve.contracts.model.Traceparent;
import eve.contracts.simulator.EsiSimulator;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// With tracing on, a collector sees one trace from an id to its event, across the outbox.
class TracingTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OUTSIDE = "00f067aa0ba902b7";
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static EsiSimulator esi;
    private static SpanReceiver collector;
    private static Worker worker;

    @BeforeAll
    static void start() throws Exception {
        esi = EsiSimulator.start(StillUniverse.of(20));
        collector = new SpanReceiver();
        worker = Worker.start(
                esi.baseUrl(),
                "spring.profiles.active=tracing",
                "management.opentelemetry.tracing.export.otlp.endpoint=" + collector.endpoint() + "/v1/traces",
                "management.opentelemetry.tracing.export.schedule-delay=100ms",
                "management.tracing.sampling.probability=1.0");
    }

    @AfterAll
    static void stop() {
        worker.close();
        collector.close();
        esi.close();
    }

    @Test
    void aTraceFromOutsideGoesOnToTheEvent() {
        long id = esi.contractIds().getFirst();
        publish(id, "00-" + TRACE_ID + "-" + OUTSIDE + "-01");

        awaitSpans(TRACE_ID);

        Span process = span("contract-ids process");
        assertThat(SpanReceiver.hex(process.getParentSpanId().toByteArray())).isEqualTo(OUTSIDE);
        assertThat(span("fetch").getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(span("store").getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(span("contract-events send").getParentSpanId()).isEqualTo(process.getSpanId());
        Traceparent event = traceparent(id);
        assertThat(event.traceId()).isEqualTo(TRACE_ID);
        assertThat(event.spanId())
                .isEqualTo(SpanReceiver.hex(process.getSpanId().toByteArray()));
    }

    @Test
    void anIdWithoutATraceBeginsOne() {
        long id = esi.contractIds().get(1);
        worker.publish(esi, List.of(id));
        await().atMost(SOON).until(() -> event(id).isPresent());

        awaitSpans(traceparent(id).traceId());
    }

    @Test
    void aTraceThatNobodyRecordsGoesOnUnrecorded() {
        String unrecorded = "00000000000000000000000000000abc";
        long id = esi.contractIds().get(2);
        long recorded = esi.contractIds().get(3);
        publish(id, "00-" + unrecorded + "-" + OUTSIDE + "-00");
        await().atMost(SOON).until(() -> event(id).isPresent());
        publish(recorded, "00-00000000000000000000000000000def-" + OUTSIDE + "-01");

        awaitSpans("00000000000000000000000000000def");
        assertThat(collector.trace(unrecorded)).isEmpty();
        assertThat(traceparent(id).traceId()).isEqualTo(unrecorded);
        assertThat(traceparent(id).isSampled()).isFalse();
    }

    private static void awaitSpans(String traceId) {
        await().atMost(SOON)
                .until(
                        () -> collector.trace(traceId).stream()
                                .map(Span::getName)
                                .toList(),
                        names -> names.containsAll(
                                List.of("contract-ids process", "fetch", "store", "contract-events send")));
    }

    private static Span span(String name) {
        return collector.trace(TRACE_ID).stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void publish(long id, String traceparent) {
        var record = new ProducerRecord<>(
                worker.topics().contractIds(),
                bytes(Long.toString(id)),
                bytes("{\"contractId\":%d,\"regionId\":%d}"
                        .formatted(id, esi.truth(id).regionId())));
        record.headers().add(HeaderNames.TRACEPARENT, bytes(traceparent));
        worker.probe().send(record);
    }

    private static Traceparent traceparent(long id) {
        return Traceparent.read(event(id)
                        .orElseThrow()
                        .headers()
                        .lastHeader(HeaderNames.TRACEPARENT)
                        .value())
                .orElseThrow();
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> event(long id) {
        return worker.events().stream()
                .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(Long.toString(id)))
                .findFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
