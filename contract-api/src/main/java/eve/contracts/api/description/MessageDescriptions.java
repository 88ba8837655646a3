package eve.contracts.api.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Copies the descriptions of a contract's fields from the JSON Schemas of the messages.
final class MessageDescriptions {

    private static final Map<String, String> DEFINITIONS = Map.of(
            "StoredContract", "header",
            "ContractSummary", "header",
            "ContractItem", "item",
            "ContractBid", "bid",
            "DynamicItem", "dynamic");

    @SuppressWarnings("rawtypes") // as the document has them
    static void addTo(@Nullable Map<String, Schema> schemas) {
        if (schemas == null) {
            return;
        }
        var definitions = definitions();
        DEFINITIONS.forEach((name, definition) -> {
            Schema<?> schema = schemas.get(name);
            if (schema != null && schema.getProperties() != null) {
                var properties = definitions.path(definition).path("properties");
                schema.getProperties().forEach((field, described) -> {
                    var text = properties.path(field).path("description");
                    if (text.isTextual() && described.get$ref() == null) {
                        described.setDescription(text.asText());
                    }
                });
            }
        });
    }

    private static JsonNode definitions() {
        try (InputStream in = Objects.requireNonNull(
                MessageDescriptions.class.getResourceAsStream("/schemas/contract.json"), "schemas/contract.json")) {
            return Json31.mapper().readTree(in).path("$defs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MessageDescriptions() {}
}
