package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.EventJson;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers in the shape in which ESI sends them, replayed over HTTP: those of this repository, and recorded ones
/// where there is a folder of them.
@ParameterizedClass
@MethodSource("folders")
@SuppressWarnings("NullAway.Init")
class RecordedAnswersTests {

    private static final Path OWN = Path.of("src/test/resources/esi-answers");
    private static final Path RECORDED = Path.of(System.getProperty("shared.esi", "../../shared/esi"), "samples");
    private static final long REGION = 10_000_002;
    private static final long ITEMS_OF = 235_554_525L;
    private static final long BIDS_OF = 236_027_965L;
    private static final long NOT_PUBLIC = 161_020_816L;
    private static final long ACCEPTED = 162_065_201L;
    private static final long EXPIRED = 161_020_656L;

    private static EsiSimulator esi;
    private static Worker worker;
    private static JsonNode items;
    private static JsonNode bids;
    private static JsonNode roll;
    private static JsonNode errors;
    private static ObjectNode listed;

    static Stream<Path> folders() {
        return Stream.of(OWN, RECORDED).filter(Files::isDirectory);
    }

    @Parameter
    private Path folder = OWN;

    @BeforeParameterizedClassInvocation
    static void start(Path answers) throws IOException {
        listed = EventJson.mapper().createObjectNode();
        items = read(answers, "items-" + ITEMS_OF + ".json");
        bids = read(answers, "bids-" + BIDS_OF + ".json");
        roll = read(answers, "dogma-dynamic-49734-1055447532024.json");
        errors = read(answers, "error-responses.json");
        JsonNode page = read(answers, "region-10000002-page1.excerpt.json");
        esi = EsiSimulator.start(SimulatorOptions.defaults().withContracts(0).withoutLatency());
        replayListing(page);
        replay("/contracts/public/items/" + ITEMS_OF + "?page=1", items.path("response"));
        replay("/contracts/public/bids/" + BIDS_OF + "?page=1", bids.path("response"));
        replayError(NOT_PUBLIC, 403, "1236");
        replayError(ACCEPTED, 403, "1242");
        replayError(EXPIRED, 204, "1237");
        worker = Worker.start(esi.baseUrl());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aContractWithRecordedItemsEndsCompleteOnTheTopicAndInTheDatabase() {
        publish(ITEMS_OF);

        JsonNode event = event(ITEMS_OF, "contract.stored.v1");
        TruthChecker.check(
                event, listed.path("" + ITEMS_OF), items.path("response").path("body"), none(), none());
        assertThat(storedItems(ITEMS_OF))
                .isEqualTo(items.path("response").path("body").size());
    }

    @Test
    void anAuctionWithRecordedBidsEndsCompleteOnTheTopicAndInTheDatabase() {
        ArrayNode itemsOfAuction = dynamicItem();
        esi.respond(
                "/contracts/public/items/" + BIDS_OF + "?page=1",
                200,
                Map.of("X-Pages", "1"),
                itemsOfAuction.toString().getBytes(StandardCharsets.UTF_8));
        esi.respond(
                "/universe/types/49734",
                200,
                Map.of(),
                "{\"type_id\":49734,\"dogma_attributes\":[{\"attribute_id\":1692,\"value\":15.0}]}"
                        .getBytes(StandardCharsets.UTF_8));
        replay("/dogma/dynamic/items/49734/1055447532024", roll.path("response"));

        publish(BIDS_OF);

        JsonNode event = event(BIDS_OF, "contract.stored.v1");
        var rolls = EventJson.mapper().createObjectNode();
        rolls.set("1055447532024", roll.path("response").path("body"));
        TruthChecker.check(
                event,
                listed.path("" + BIDS_OF),
                itemsOfAuction,
                bids.path("response").path("body"),
                rolls);
        assertThat(event.path("items").get(0).has("dynamic")).isTrue();
        assertThat(worker.jdbc()
                        .sql("select amount from contract_bid where contract_id = ?")
                        .param(BIDS_OF)
                        .query(java.math.BigDecimal.class)
                        .list())
                .containsExactly(
                        bids.path("response").path("body").get(0).path("amount").decimalValue());
    }

    @Test
    void theRecorded204And403AnswersMeanThatTheContractIsNotToBeHad() {
        Map<Long, String> reasons =
                Map.of(NOT_PUBLIC, "NOT_PUBLIC", ACCEPTED, "ACCEPTED", EXPIRED, "EXPIRED_OR_ACCEPTED");
        reasons.forEach((id, reason) -> {
            publish(id);
            assertThat(event(id, "contract.unavailable.v1").path("reason").asString())
                    .isEqualTo(reason);
        });
    }

    @Test
    void theRecorded500OfARollIsRecordedOnTheItemAfterASecondAttempt() {
        JsonNode error = error("1522");
        long contract = 161_000_001L;
        esi.respond("/dogma/dynamic/items/60481/1037443871719", 500, Map.of(), bytes(error.path("body")));
        esi.respond(
                "/universe/types/60481",
                200,
                Map.of(),
                "{\"type_id\":60481,\"dogma_attributes\":[{\"attribute_id\":1692,\"value\":15.0}]}"
                        .getBytes(StandardCharsets.UTF_8));
        esi.respond(
                "/contracts/public/items/" + contract + "?page=1",
                200,
                Map.of("X-Pages", "1"),
                ("[{\"record_id\":1,\"type_id\":60481,\"quantity\":1,\"is_included\":true,"
                                + "\"item_id\":1037443871719}]")
                        .getBytes(StandardCharsets.UTF_8));

        publish(contract);

        JsonNode item = event(contract, "contract.stored.v1").path("items").get(0);
        assertThat(item.path("dynamicUnavailable").asString()).contains("500");
        assertThat(item.has("dynamic")).isFalse();
    }

    private static void replayListing(JsonNode recording) {
        ArrayNode body = (ArrayNode) recording.path("response").path("body");
        for (JsonNode header : body) {
            listed.set(header.path("contract_id").asString(), header);
        }
        for (long id : List.of(NOT_PUBLIC, ACCEPTED, EXPIRED, 161_000_001L)) {
            var header = (ObjectNode) body.get(0).deepCopy();
            body.add(header.put("contract_id", (int) id));
        }
        if (!listed.has("" + BIDS_OF)) {
            var header = (ObjectNode) body.get(0).deepCopy();
            header.put("contract_id", (int) BIDS_OF).put("type", "auction");
            header.remove("collateral");
            header.put("buyout", new java.math.BigDecimal("25000000.0"));
            listed.set("" + BIDS_OF, header);
            body.add(header);
        }
        Map<String, String> headers = headers(recording.path("response"));
        headers.put("X-Pages", "1");
        esi.respond("/contracts/public/" + REGION + "?page=1", 200, headers, bytes(body));
    }

    private static ArrayNode dynamicItem() {
        ArrayNode items = EventJson.mapper().createArrayNode();
        items.addObject()
                .put("record_id", 5_302_000_000L)
                .put("type_id", 49734)
                .put("quantity", 1)
                .put("is_included", true)
                .put("item_id", 1_055_447_532_024L);
        return items;
    }

    private static void replay(String path, JsonNode response) {
        esi.respond(path, response.path("status").intValue(), headers(response), bytes(response.path("body")));
    }

    private static void replayError(long contractId, int status, String issue) {
        JsonNode recorded = error(issue);
        assertThat(recorded.path("status").intValue()).isEqualTo(status);
        byte[] body = recorded.path("body").isNull() ? new byte[0] : bytes(recorded.path("body"));
        esi.respond("/contracts/public/items/" + contractId + "?page=1", status, headers(recorded), body);
    }

    private static JsonNode error(String issue) {
        return StreamSupport.stream(errors.spliterator(), false)
                .filter(each -> each.path("source").asString().contains("#" + issue))
                .findFirst()
                .orElseThrow();
    }

    /// Returns the headers without those that the transport sets itself, and without a date: an answer that was
    /// fresh then is fresh now.
    private static Map<String, String> headers(JsonNode response) {
        var headers = new HashMap<String, String>();
        response.path("headers").forEachEntry((name, value) -> {
            if (!name.toLowerCase(java.util.Locale.ROOT).matches("content-length|transfer-encoding|x-esi-error.*")) {
                headers.put(name, value.asString());
            }
        });
        return headers;
    }

    private static void publish(long contractId) {
        worker.publish(null, "{\"contractId\":%d,\"regionId\":%d}".formatted(contractId, REGION));
    }

    private static JsonNode event(long contractId, String type) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> find(contractId, type), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static java.util.Optional<JsonNode> find(long contractId, String type) {
        return worker.probe().read(worker.topics().events()).stream()
                .filter(each -> new String(each.key(), StandardCharsets.UTF_8).equals(Long.toString(contractId)))
                .filter(each ->
                        new String(each.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8).equals(type))
                .map(ConsumerRecord::value)
                .map(EventJson.mapper()::readTree)
                .findFirst();
    }

    private static long storedItems(long contractId) {
        return worker.jdbc()
                .sql("select count(*) from contract_item where contract_id = ?")
                .param(contractId)
                .query(Long.class)
                .single();
    }

    private static JsonNode none() {
        return EventJson.mapper().createArrayNode();
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode read(Path folder, String name) throws IOException {
        return EventJson.mapper().readTree(Files.readAllBytes(folder.resolve(name)));
    }
}
