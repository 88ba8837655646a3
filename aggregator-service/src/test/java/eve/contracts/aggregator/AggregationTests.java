package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.EventJson;
import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.universe.Truth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// End to end: ids are published, and each yields a complete contract and one event.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AggregationTests {

    private static final int CONTRACTS = 400;

    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(StillUniverse.of(CONTRACTS));
        worker = Worker.start(esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    @Order(1)
    void everyPublishedIdBecomesACompleteContractAndOneEvent() {
        publishAll();

        awaitStored();
        assertThat(events().stream().map(event -> new String(event.key(), StandardCharsets.UTF_8)))
                .containsExactlyInAnyOrderElementsOf(
                        esi.contractIds().stream().map(String::valueOf).toList());
        for (ConsumerRecord<byte[], byte[]> event : events()) {
            JsonNode data = EventJson.mapper().readTree(event.value());
            assertThat(data.propertyNames()).startsWith("contractId", "regionId", "version", "change");
            Truth truth = esi.truth(data.path("contractId").longValue());
            assertThat(data.path("regionId").longValue()).isEqualTo(truth.regionId());
            TruthChecker.check(data, truth.header(), truth.items(), truth.bids(), truth.rolls());
        }
    }

    @Test
    @Order(2)
    void anEventIsACloudEventInBinaryMode() {
        awaitStored();
        ConsumerRecord<byte[], byte[]> event = events().getFirst();

        String id = header(event, HeaderNames.CE_ID);
        assertThat(UUID.fromString(id)).isNotNull();
        assertThat(header(event, HeaderNames.EVENT_ID)).isEqualTo(id);
        assertThat(header(event, HeaderNames.CE_SPECVERSION)).isEqualTo("1.0");
        assertThat(header(event, HeaderNames.CE_TYPE)).isEqualTo("contract.stored.v1");
        assertThat(header(event, HeaderNames.CE_SUBJECT)).isEqualTo(new String(event.key(), StandardCharsets.UTF_8));
        assertThat(header(event, HeaderNames.CE_TIME)).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(header(event, HeaderNames.CE_SOURCE)).isNotBlank();
        assertThat(header(event, HeaderNames.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(header(event, HeaderNames.CONTRACT_VERSION)).isEqualTo("1");
    }

    @Test
    @Order(3)
    void publishingTheSameIdsAgainChangesNothingWritesNoEventAndAsksEsiForNothingKnown() {
        awaitStored();
        List<Map<String, @Nullable Object>> before = rows();
        Map<Route, Long> asked = asked();

        publishAll();
        worker.restart();
        publishAll();

        await().atMost(Duration.ofSeconds(60)).until(() -> worker.unacknowledged() == 0);
        assertThat(rows()).isEqualTo(before);
        assertThat(events()).hasSize(CONTRACTS);
        assertThat(asked()).isEqualTo(asked);
    }

    private static Map<Route, Long> asked() {
        return List.of(Route.LISTING, Route.ITEMS, Route.DYNAMIC_ITEMS, Route.TYPE).stream()
                .collect(
                        Collectors.toMap(route -> route, route -> esi.requests().count(route)));
    }

    private static void publishAll() {
        esi.contractIds().forEach(worker::publish);
    }

    private static void awaitStored() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(worker.count("contract")).isEqualTo(CONTRACTS);
            assertThat(worker.count("outbox")).isZero();
        });
    }

    private static List<Map<String, @Nullable Object>> rows() {
        return worker.jdbc().sql("select * from contract order by contract_id").query().listOfRows().stream()
                .peek(row -> row.remove("content_hash"))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> events() {
        return worker.probe().read(worker.topics().events());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
