package eve.contracts.manifests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The schemas of the operators' resources, from `src/test/resources/crds`. As with a strict API server, an
/// unknown field is an error.
final class CustomResources {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String OPEN = "additionalProperties";

    private CustomResources() {}

    static boolean isOne(JsonObject resource) {
        String version = resource.get("apiVersion").getAsString();
        return version.matches("[^/]+\\.[^/]+/.+") && !version.contains(".k8s.io/");
    }

    /// @throws IllegalArgumentException for an unknown field, a missing field or a wrong type, and for a kind
    ///     without a schema here
    static void validate(JsonObject resource) {
        String file = "/crds/%s_%s.json"
                .formatted(resource.get("apiVersion").getAsString().replace('/', '_'), Kubernetes.kind(resource));
        try (InputStream in = CustomResources.class.getResourceAsStream(file)) {
            var violations = schema(in, file).validate(resource.toString(), InputFormat.JSON);
            if (!violations.isEmpty()) {
                throw new IllegalArgumentException(Kubernetes.name(resource) + ": " + violations);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(@Nullable InputStream in, String file) throws IOException {
        if (in == null) {
            throw new IllegalArgumentException("There is no schema " + file);
        }
        JsonElement schema = JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        close(schema);
        return REGISTRY.getSchema(schema.toString());
    }

    private static void close(JsonElement schema) {
        if (schema instanceof JsonObject object) {
            if (object.has("properties") && !object.has(OPEN) && !object.has("x-kubernetes-preserve-unknown-fields")) {
                object.addProperty(OPEN, false);
            }
            object.asMap().values().forEach(CustomResources::close);
        } else if (schema.isJsonArray()) {
            schema.getAsJsonArray().forEach(CustomResources::close);
        }
    }
}
