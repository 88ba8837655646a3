package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Fails when a field is added to, removed from, or made optional in only one of record and schema.
class RecordsMatchSchemasTests {

    private static final Map<Class<?>, String> JSON_TYPES = Map.of(
            long.class, "integer",
            Long.class, "integer",
            BigDecimal.class, "number",
            boolean.class, "boolean",
            Boolean.class, "boolean",
            String.class, "string",
            Instant.class, "string");

    @ParameterizedTest
    @CsvSource({
        "contract.stored.v1, ContractStored",
        "contract.closed.v1, ContractClosed",
        "contract.unavailable.v1, ContractUnavailable",
    })
    void anEventAndItsSchemaNameTheSameFields(String schema, String record) throws Exception {
        same(schema, Class.forName("eve.contracts.model." + record), Schemas.json(schema));
    }

    @ParameterizedTest
    @CsvSource("contract-id, 1")
    void theObjectFormOfAnIdAndItsSchemaNameTheSameFields(String schema, int branch) {
        same(schema, ContractIdMessage.class, Schemas.json(schema).at("/oneOf/" + branch));
    }

    private static void same(String path, Class<?> record, JsonNode schema) {
        var components = new TreeMap<String, RecordComponent>();
        components(record).forEach(component -> components.put(component.getName(), component));
        var properties = new TreeMap<String, JsonNode>();
        var required = new TreeSet<String>();
        collect(schema, properties, required);

        assertThat(properties.keySet())
                .as("properties at %s and components of %s", path, record)
                .isEqualTo(components.keySet());
        assertThat(required)
                .as("required at %s and components of %s that are never null", path, record)
                .containsExactlyElementsOf(components.values().stream()
                        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .map(RecordComponent::getName)
                        .sorted()
                        .toList());
        components.forEach((name, component) ->
                sameType(path + "." + name, component, resolved(properties.getOrDefault(name, schema))));
    }

    private static void sameType(String path, RecordComponent component, JsonNode schema) {
        var type = component.getType();
        if (type.isRecord()) {
            same(path, type, schema);
        } else if (type == List.class) {
            var element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            assertThat(schema.path("type").asString()).as(path).isEqualTo("array");
            same(path + "[]", (Class<?>) element, resolved(schema.path("items")));
        } else if (type.isEnum()) {
            var names = EventJson.mapper().valueToTree(type.getEnumConstants());
            assertThat(schema.path("enum")).as(path).isEqualTo(names);
        } else {
            assertThat(schema.path("type").asString()).as(path).isEqualTo(JSON_TYPES.get(type));
            assertThat(schema.path("format").asString("")).as(path).isEqualTo(type == Instant.class ? "date-time" : "");
        }
    }

    private static Stream<RecordComponent> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? components(component.getType())
                        : Stream.of(component));
    }

    private static void collect(JsonNode schema, Map<String, JsonNode> properties, TreeSet<String> required) {
        if (schema.has("$ref")) {
            collect(target(schema), properties, required);
        }
        schema.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), property.getValue()));
        schema.path("required").forEach(name -> required.add(name.asString()));
    }

    private static JsonNode resolved(JsonNode schema) {
        if (schema.has("anyOf")) {
            return resolved(schema.path("anyOf").path(0));
        }
        return schema.has("$ref") ? resolved(target(schema)) : schema;
    }

    private static JsonNode target(JsonNode schema) {
        var reference = schema.path("$ref").asString();
        var target = Schemas.json("contract").at(reference.substring(reference.indexOf('#') + 1));
        assertThat(target.isMissingNode()).as("%s points at nothing", reference).isFalse();
        return target;
    }
}
