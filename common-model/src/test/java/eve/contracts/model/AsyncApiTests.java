package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Compares the AsyncAPI document with the code: topics, headers, messages, and that each reference resolves.
class AsyncApiTests {

    private static final JsonNode DOCUMENT = Schemas.asyncApi();

    @Test
    void itNamesAllTopics() {
        var topics = new Topics("");

        assertThat(DOCUMENT.path("channels")
                        .valueStream()
                        .map(channel -> channel.path("address").asString()))
                .containsExactlyInAnyOrder(
                        topics.contractIds(),
                        topics.retry(0).replace("0", "{tier}"),
                        topics.deadLetters(),
                        topics.events());
    }

    @Test
    void itNamesAllEventsAndEachHasItsSchema() {
        var messages = DOCUMENT.at("/components/messages")
                .valueStream()
                .filter(message -> message.path("payload").has("schema"))
                .collect(Collectors.toMap(
                        message -> message.path("name").asString(),
                        message -> message.at("/payload/schema/$ref").asString()));

        assertThat(messages)
                .containsEntry("contract-id", "schemas/contract-id.json")
                .hasSize(4);
        for (var type : EventType.values()) {
            assertThat(messages).containsEntry(type.ceType(), "schemas/" + type.ceType() + ".json");
        }
        assertThat(texts(DOCUMENT.at("/components/schemas/eventHeaders/properties/ce_type/enum")))
                .isEqualTo(
                        Arrays.stream(EventType.values()).map(EventType::ceType).collect(Collectors.toSet()));
    }

    @Test
    void itNamesAllHeaders() throws Exception {
        var documented = new TreeSet<String>();
        for (var schema : new String[] {"idHeaders", "eventHeaders", "failureHeaders"}) {
            documented.addAll(
                    DOCUMENT.at("/components/schemas/" + schema + "/properties").propertyNames());
        }
        var declared = new TreeSet<String>();
        for (var field : HeaderNames.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                declared.add((String) field.get(null));
            }
        }

        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void itNamesAllFailureReasons() {
        var reasons = DOCUMENT.at("/components/schemas/failureHeaders/properties/contract-failure-reason/enum");

        assertThat(texts(reasons))
                .isEqualTo(Arrays.stream(FailureReason.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @Test
    void eachReferenceLeadsSomewhere() {
        var references = DOCUMENT.findValuesAsString("$ref");

        assertThat(references).hasSizeGreaterThan(10).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).isFalse();
            } else {
                assertThat(Schemas.exists(reference)).isTrue();
            }
        });
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
