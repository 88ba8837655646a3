package eve.contracts.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Checks `contract-api/openapi.json`, from which clients are generated, such as deploy/dev/api-client. To
/// update it: `./mvnw -Dquick -pl contract-api -am -Dopenapi.renew -Dtest=CommittedDescriptionTests
/// -Dsurefire.failIfNoSpecifiedTests=false test`.
@ApiTest
class CommittedDescriptionTests {

    private static final Path COMMITTED = Path.of("openapi.json");

    @Autowired
    Caller caller;

    private JsonNode served;

    @BeforeEach
    void read() {
        served = caller.get("/v3/api-docs").json();
    }

    @Test
    void theServedDocumentIsTheCommittedOne() throws Exception {
        if (System.getProperty("openapi.renew") != null) {
            Files.writeString(
                    COMMITTED,
                    JsonMapper.builder()
                                    .enable(SerializationFeature.INDENT_OUTPUT)
                                    .build()
                                    .writeValueAsString(served)
                            + "\n");
        }

        assertThat(served)
                .as("see the comment of this class")
                .isEqualTo(JsonMapper.shared().readTree(Files.readString(COMMITTED)));
    }

    @Test
    void everySchemaAndFieldIsExplainedAndNoneHasANameThatOthersHaveToo() {
        var schemas = served.at("/components/schemas");
        assertThat(schemas.propertyNames())
                .doesNotContain("Filter", "Header", "Entry", "Reason", "Cancel", "Bytes", "State", "Status", "Outcome")
                .noneMatch(name -> name.matches(".*\\d"));
        schemas.propertyStream().forEach(schema -> {
            assertThat(schema.getValue().path("description").asString(""))
                    .as(schema.getKey())
                    .isNotBlank();
            schema.getValue()
                    .path("properties")
                    .propertyStream()
                    .filter(field -> !field.getValue().has("$ref"))
                    .forEach(field -> assertThat(
                                    field.getValue().path("description").asString(""))
                            .as("%s.%s", schema.getKey(), field.getKey())
                            .isNotBlank());
        });
    }

    @Test
    void idsHaveBoundsTimesHaveAFormatAndWhatIsOneOfFewIsAnEnum() {
        served.at("/components/schemas")
                .propertyStream()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .propertyStream()
                        .forEach(field -> check(schema.getKey(), field.getKey(), field.getValue())));
        operations()
                .forEach(operation -> operation
                        .path("parameters")
                        .forEach(parameter -> check(
                                operation.path("operationId").asString(),
                                parameter.path("name").asString(),
                                parameter.path("schema"))));
    }

    private static void check(String of, String name, JsonNode schema) {
        var what = "%s.%s: %s".formatted(of, name, schema);
        if (name.endsWith("Id") && schema.path("type").asString("").equals("integer")) {
            assertThat(schema.path("minimum").asLong()).as(what).isEqualTo(1);
            assertThat(schema.path("format").asString()).as(what).isEqualTo("int64");
        }
        if (Set.of("sort", "state", "status", "reason", "closedReason", "type", "priority")
                        .contains(name)
                && !Set.of("Problem", "InvalidEntry").contains(of)) {
            assertThat(schema.has("enum") || schema.has("$ref")).as(what).isTrue();
        }
        if (Set.of("since", "until").contains(name) || name.endsWith("At")) {
            assertThat(schema.path("format").asString()).as(what).isEqualTo("date-time");
        }
        if (name.equals("limit")) {
            assertThat(schema.has("minimum") && schema.has("maximum")).as(what).isTrue();
        }
    }

    @Test
    void callsSayWhoMayMakeThemAndWhichHeadersComeBack() {
        assertThat(served.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(served.at("/tags").size()).isPositive();
        for (var operation : operations()) {
            var call = operation.path("operationId").asString();
            assertThat(operation.path("security").size()).as(call).isGreaterThanOrEqualTo(2);
            assertThat(operation.path("tags").valueStream().map(JsonNode::asString))
                    .as(call)
                    .isSubsetOf(served.at("/tags")
                            .valueStream()
                            .map(tag -> tag.path("name").asString())
                            .toList());
            assertThat(operation.at("/responses/503/headers").has("Retry-After"))
                    .as(call)
                    .isTrue();
            assertThat(operation.at("/responses/429/headers").has("Retry-After"))
                    .as(call)
                    .isTrue();
            assertThat(operation.at("/responses/401/headers").has("WWW-Authenticate"))
                    .as(call)
                    .isTrue();
            if (operation.path("responses").has("304")) {
                assertThat(operation.at("/responses/200/headers").has("ETag"))
                        .as(call)
                        .isTrue();
            }
        }
        assertThat(served.at("/paths/~1api~1contract-ids/post/responses/202/headers")
                        .has("Location"))
                .isTrue();
        assertThat(served.at("/paths/~1api~1contract-ids~1{id}/get/responses").has("404"))
                .isFalse();
        assertThat(served.at("/components/schemas/Problem/properties").propertyNames())
                .contains("acknowledged", "submitted");
    }

    private List<JsonNode> operations() {
        var operations = new ArrayList<JsonNode>();
        served.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}
