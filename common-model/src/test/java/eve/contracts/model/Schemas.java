package eve.contracts.model;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Loads the schemas as shipped.
final class Schemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    static List<Error> violations(String schema, String json) {
        return REGISTRY.getSchema(SchemaLocation.of("classpath:schemas/" + schema + ".json"))
                .validate(json, InputFormat.JSON);
    }

    static JsonNode json(String schema) {
        return read("schemas/" + schema + ".json", EventJson.mapper());
    }

    /// Loads those of the last release.
    static JsonNode released(String schema) {
        return read("released/schemas/" + schema + ".json", EventJson.mapper());
    }

    static JsonNode releasedAsyncApi() {
        return read("released/asyncapi.yaml", YAMLMapper.shared());
    }

    static JsonNode asyncApi() {
        return read("asyncapi.yaml", YAMLMapper.shared());
    }

    static boolean exists(String resource) {
        return Schemas.class.getClassLoader().getResource(resource) != null;
    }

    private static JsonNode read(String resource, ObjectMapper mapper) {
        try (InputStream in =
                Objects.requireNonNull(Schemas.class.getClassLoader().getResourceAsStream(resource), resource)) {
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Schemas() {}
}
