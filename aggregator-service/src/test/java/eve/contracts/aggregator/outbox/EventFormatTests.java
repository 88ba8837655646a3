package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import eve.contracts.aggregator.Worker;
import eve.contracts.model.ContractClosed;
import eve.contracts.model.ContractEvent;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.ContractStored;
import eve.contracts.model.ContractType;
import eve.contracts.model.ContractUnavailable;
import eve.contracts.model.EventJson;
import eve.contracts.model.EventType;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.MovableClock;
import eve.contracts.simulator.SimulatorOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The events in the topic, written by the complete worker, conform to the shipped schemas and the AsyncAPI
/// document.
class EventFormatTests {

    private static final int CONTRACTS = 200;
    private static final long NOWHERE = 77;
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static EsiSimulator esi;
    private static Worker worker;
    private static List<ConsumerRecord<byte[], byte[]>> events;

    /// All kinds of events: contracts of all types, a bid on one, the end of another, an id without a contract.
    @BeforeAll
    static void work() {
        var clock = new MovableClock(Instant.parse("2026-03-01T12:00:01Z"));
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withClock(clock)
                .withContracts(CONTRACTS)
                .withStillUniverse()
                .withoutLatency());
        worker = Worker.startAt(clock, esi.baseUrl());
        List<Long> ids = esi.contractIds();
        worker.publish(esi, ids);
        publishTraced(NOWHERE, esi.truth(ids.getFirst()).regionId());
        await().atMost(Duration.ofSeconds(60)).until(() -> worker.events().size() == ids.size() + 1);
        long auction = first(ids, true);
        // From the region with the most contracts: a single missing contract needs no confirmation there.
        long accepted = first(esi.contractIds(10_000_002L), false);
        esi.placeBid(auction);
        esi.accept(accepted);
        clock.advance(Duration.ofMinutes(31));
        worker.publish(auction);
        worker.publish(accepted);
        await().atMost(Duration.ofSeconds(60)).until(() -> worker.events().size() == ids.size() + 3);
        events = worker.events();
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    private static long first(List<Long> ids, boolean auction) {
        return ids.stream()
                .filter(id -> auction
                        == esi.truth(id).header().path("type").asString().equals("auction"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDataOfEachSatisfyTheSchemaOfItsType() {
        for (ConsumerRecord<byte[], byte[]> event : events) {
            String type = Relays.header(event, HeaderNames.CE_TYPE);
            assertThat(SCHEMAS.getSchema(SchemaLocation.of("classpath:schemas/" + type + ".json"))
                            .validate(text(event.value()), InputFormat.JSON))
                    .as("%s of %s", type, text(event.key()))
                    .isEmpty();
        }
        assertThat(events.stream()
                        .map(event -> Relays.header(event, HeaderNames.CE_TYPE))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::ceType).toList());
    }

    @Test
    void theHeadersOfEachSatisfyTheAsyncApiDocument() throws Exception {
        var schema = SCHEMAS.getSchema(asyncApi().at("/components/schemas/eventHeaders"));
        for (ConsumerRecord<byte[], byte[]> event : events) {
            assertThat(schema.validate(headersOf(event))).as(text(event.key())).isEmpty();
            assertThat(Relays.header(event, HeaderNames.EVENT_ID)).isEqualTo(Relays.header(event, HeaderNames.CE_ID));
            assertThat(Relays.header(event, HeaderNames.CE_SUBJECT)).isEqualTo(text(event.key()));
        }
    }

    @Test
    void theKeyAndTheVersionHeaderSayWhatTheDataSay() {
        for (ConsumerRecord<byte[], byte[]> event : events) {
            ContractEvent read = read(event);
            assertThat(text(event.key())).isEqualTo(Long.toString(read.contractId()));
            long version = switch (read) {
                case ContractStored stored -> stored.version();
                case ContractClosed closed -> closed.version();
                case ContractUnavailable _ -> 0;
            };
            assertThat(Relays.header(event, HeaderNames.CONTRACT_VERSION)).isEqualTo(Long.toString(version));
        }
    }

    @Test
    void whatIsReadFromAnEventIsWhatEsiTold() {
        for (ConsumerRecord<byte[], byte[]> event : events) {
            if (read(event) instanceof ContractStored stored) {
                var truth = esi.truth(stored.contractId());
                assertThat(stored.regionId()).isEqualTo(truth.regionId());
                assertThat(stored.items()).hasSize(truth.items().size());
                assertThat(stored.change())
                        .isEqualTo(
                                stored.version() == 1 ? ContractStored.Change.CREATED : ContractStored.Change.UPDATED);
                if (stored.header().type() == ContractType.AUCTION && stored.version() == 2) {
                    assertThat(stored.bids()).hasSize(truth.bids().size());
                }
            }
        }
    }

    @Test
    void onlyTheEventOfAnIdThatCameWithATraceHasOne() {
        for (ConsumerRecord<byte[], byte[]> event : events) {
            if (text(event.key()).equals(Long.toString(NOWHERE))) {
                assertThat(Relays.header(event, HeaderNames.TRACEPARENT)).isEqualTo(TRACE);
            } else {
                assertThat(event.headers().lastHeader(HeaderNames.TRACEPARENT)).isNull();
            }
        }
    }

    private static void publishTraced(long id, long region) {
        var record = new ProducerRecord<byte[], byte[]>(
                worker.topics().contractIds(), null, new ContractIdMessage(id, region).write());
        record.headers().add(HeaderNames.TRACEPARENT, TRACE.getBytes(StandardCharsets.UTF_8));
        worker.probe().send(record);
    }

    private static ContractEvent read(ConsumerRecord<byte[], byte[]> event) {
        String ceType = Relays.header(event, HeaderNames.CE_TYPE);
        EventType type = Arrays.stream(EventType.values())
                .filter(each -> each.ceType().equals(ceType))
                .findFirst()
                .orElseThrow();
        return EventJson.read(type, text(event.value()));
    }

    private static ObjectNode headersOf(ConsumerRecord<byte[], byte[]> event) {
        ObjectNode headers = EventJson.mapper().createObjectNode();
        event.headers().forEach(each -> headers.put(each.key(), text(each.value())));
        return headers;
    }

    private static JsonNode asyncApi() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(EventFormatTests.class.getClassLoader().getResourceAsStream("asyncapi.yaml"))) {
            return YAMLMapper.shared().readTree(in);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
