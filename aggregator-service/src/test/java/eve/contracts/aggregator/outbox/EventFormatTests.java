package eve.contracts.aggregator.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eve.contracts.model.ContractClosed;
import eve.contracts.model.ContractEvent;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.ContractStored;
import eve.contracts.model.ContractType;
import eve.contracts.model.ContractUnavailable;
import eve.contracts.model.EventJson;
import eve.contracts.model.GoneReason;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Events as they lie in the topic are what the shipped schemas and the AsyncAPI document say.
class EventFormatTests {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ContractHeader HEADER = new ContractHeader(
            42L,
            ContractType.ITEM_EXCHANGE,
            2L,
            3L,
            NOON,
            NOON.plusSeconds(60),
            null,
            null,
            new BigDecimal("100000000.0"),
            null,
            null,
            null,
            null,
            null,
            null,
            "Gila ★");
    private static final List<ContractEvent> EVENTS = List.of(
            new ContractUnavailable(42, GoneReason.NOT_FOUND, NOON),
            new ContractStored(
                    10_000_002,
                    1,
                    ContractStored.Change.CREATED,
                    HEADER,
                    List.of(new ContractItem(3L, 34L, 1L, true, null, null, null, null, null, null, null)),
                    List.of(),
                    NOON),
            new ContractClosed(42, 10_000_002, 2, HEADER, GoneReason.NOT_LISTED, NOON));

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void eachEventSatisfiesItsSchemaAndItsHeadersTheAsyncApiDocument() throws Exception {
        try (var relays = new Relays()) {
            for (int version = 0; version < EVENTS.size(); version++) {
                ContractEvent event = EVENTS.get(version);
                relays.jdbc()
                        .sql("""
                                insert into outbox (contract_id, version, type, data, traceparent)
                                values (42, ?, ?, ?, ?)""")
                        .params(version, event.type().ceType(), EventJson.write(event), version == 1 ? TRACE : null)
                        .update();
            }
            relays.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> relays.records().size() == EVENTS.size());

            JsonNode asyncApi = asyncApi();
            var headers = SCHEMAS.getSchema(asyncApi.at("/components/schemas/eventHeaders"));
            List<ConsumerRecord<byte[], byte[]>> records = relays.records();
            for (int version = 0; version < EVENTS.size(); version++) {
                var record = records.get(version);
                ContractEvent event = EVENTS.get(version);
                String data = new String(record.value(), StandardCharsets.UTF_8);
                assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("42");
                assertThat(headers.validate(headersOf(record))).isEmpty();
                assertThat(Relays.header(record, "ce_type"))
                        .isEqualTo(event.type().ceType());
                assertThat(Relays.header(record, "id")).isEqualTo(Relays.header(record, "ce_id"));
                assertThat(Relays.header(record, "contract-version")).isEqualTo(Integer.toString(version));
                assertThat(SCHEMAS.getSchema(SchemaLocation.of(
                                        "classpath:schemas/" + event.type().ceType() + ".json"))
                                .validate(data, InputFormat.JSON))
                        .isEmpty();
                assertThat(EventJson.read(event.type(), data)).isEqualTo(event);
            }
            assertThat(records.get(0).headers().lastHeader("traceparent")).isNull();
            assertThat(Relays.header(records.get(1), "traceparent")).isEqualTo(TRACE);
        }
    }

    private static ObjectNode headersOf(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = EventJson.mapper().createObjectNode();
        record.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static JsonNode asyncApi() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(EventFormatTests.class.getClassLoader().getResourceAsStream("asyncapi.yaml"))) {
            return YAMLMapper.shared().readTree(in);
        }
    }
}
