package eve.contracts.simulator;

import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Faults;
import eve.contracts.simulator.universe.Json;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class BadEntryTests {
    private static final Simulated SIMULATED = Simulated.with(options -> options.withErrorLimit(0));

    private final Client client = SIMULATED.client;
    private final Faults faults = SIMULATED.simulator.faults();
    private final long id = SIMULATED.anExchange();

    @AfterEach
    void calm() {
        faults.clear();
    }

    @AfterAll
    static void stop() {
        SIMULATED.close();
    }

    @Test
    void anEntryComesTwiceOnOnePageOrOverTwo() {
        JsonNode first = client.json(LISTING);
        JsonNode second = client.json(LISTING + "?page=2");
        faults.add(FaultKind.REPEATED_ENTRY, 1);
        List<JsonNode> twice = list(client.json(LISTING));
        assertThat(twice).hasSize(1_001);
        assertThat(twice.stream().distinct()).containsExactlyElementsOf(list(first));
        faults.clear();
        faults.add(FaultKind.REPEATED_ACROSS_PAGES, 1);
        assertThat(client.json(LISTING)).isEqualTo(first);
        List<JsonNode> over = list(client.json(LISTING + "?page=2"));
        assertThat(over.getFirst()).isEqualTo(first.get(999));
        assertThat(over.subList(1, over.size())).isEqualTo(list(second));
    }

    @Test
    void oneTitleHasAByteThatIsNoUtf8() throws Exception {
        String good = client.get(LISTING).body();
        faults.add(Fault.of(FaultKind.BAD_BYTE, 1).onContract(id));
        byte[] bad = client.http()
                .send(client.request(LISTING).build(), BodyHandlers.ofByteArray())
                .body();
        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bad)))
                .isInstanceOf(CharacterCodingException.class);
        JsonNode replaced = Json.mapper().readTree(new String(bad, StandardCharsets.UTF_8));
        assertThat(differing(Json.mapper().readTree(good), replaced)).containsExactly(id);
        assertThat(client.get("/status").statusCode()).isEqualTo(200);
    }

    @Test
    void oneTitleHasHalfOfASurrogatePair() {
        faults.add(Fault.of(FaultKind.LONE_SURROGATE, 1).onContract(id));
        String body = client.get(LISTING).body();
        assertThat(body).containsOnlyOnce("\\ud").contains("\"title\":\"\\ud");
        assertThat(SIMULATED.simulator.truth(id).header().get("title").stringValue())
                .doesNotContain("\\ud");
    }

    @Test
    void oneNumberIsNone() {
        faults.add(Fault.of(FaultKind.NOT_A_NUMBER, 1).onContract(id));
        for (String path : List.of(LISTING, items(id))) {
            String body = client.get(path).body();
            assertThat(body).containsPattern(":-?(NaN|Infinity)[,}]");
            assertThatThrownBy(() -> Json.mapper().readTree(body)).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void aFaultThatHasNothingToSpoilLeavesTheRequestToTheNext() {
        faults.add(Fault.of(FaultKind.REPEATED_ACROSS_PAGES, 1).atMost(1));
        faults.add(Fault.of(FaultKind.NULL_BODY, 1).atMost(1));
        assertThat(client.get(LISTING).body()).isEqualTo("null");
        assertThat(client.json(LISTING + "?page=2").get(0))
                .isEqualTo(client.json(LISTING).get(999));
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }

    private static List<Long> differing(JsonNode good, JsonNode bad) {
        return IntStream.range(0, good.size())
                .filter(n -> !good.get(n).equals(bad.get(n)))
                .mapToObj(n -> good.get(n).get("contract_id").longValue())
                .toList();
    }
}
