package eve.contracts.api.description;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import eve.contracts.api.Caller;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description that the service serves, made strict: fields that it does not name are not allowed in an
/// answer.
///
/// @param document the whole description
record ServedDescription(ObjectNode document) {

    static ServedDescription of(Caller caller) {
        var document = (ObjectNode) caller.get("/v3/api-docs").json();
        document.path("components").path("schemas").propertyStream().forEach(schema -> {
            if (!schema.getKey().equals("Problem") && schema.getValue().has("properties")) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        });
        return new ServedDescription(document);
    }

    JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
    }

    /// Returns what the answer has that the description does not allow, and what it lacks.
    List<String> violations(String method, String path, Caller.Answer answer) {
        var responses = operation(method, path).path("responses");
        var response = responses.path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            return List.of("status " + answer.status() + " is not described");
        }
        if (answer.body().isEmpty()) {
            return response.has("content") && answer.status() != 304 ? List.of("a body is missing") : List.of();
        }
        var media = response.path("content").path(answer.header("Content-Type"));
        if (media.isMissingNode()) {
            return List.of(answer.status() + " as " + answer.header("Content-Type") + " is not described");
        }
        return violations(media.path("schema"), answer.body());
    }

    List<String> violations(JsonNode schema, String json) {
        var whole = JsonMapper.shared().createObjectNode();
        whole.set("components", document.path("components"));
        whole.set("allOf", JsonMapper.shared().createArrayNode().add(schema));
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()))
                .getSchema(whole.toString(), InputFormat.JSON)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
