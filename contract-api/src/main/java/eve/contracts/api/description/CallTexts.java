package eve.contracts.api.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Reads the texts of a YAML file: texts of calls by method and path, or of schemas by name. A missing entry
/// means no text.
///
/// @param calls the texts of each call or schema
record CallTexts(Map<String, Map<String, Object>> calls) {

    /// @param file in the folder `openapi`
    static CallTexts read(String file) {
        try (InputStream in = Objects.requireNonNull(CallTexts.class.getResourceAsStream("/openapi/" + file), file)) {
            return new CallTexts(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    String text(String call, String field) {
        return calls.getOrDefault(call, Map.of()).get(field) instanceof String text ? text.strip() : null;
    }

    /// Returns the texts of a schema, by field.
    Map<String, Object> group(String schema) {
        return calls.getOrDefault(schema, Map.of());
    }

    /// Returns the texts of a call's field `group`, by the names in it.
    Map<String, Object> group(String call, String group) {
        var texts = new LinkedHashMap<String, Object>();
        if (calls.getOrDefault(call, Map.of()).get(group) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> texts.put(String.valueOf(name), value));
        }
        return texts;
    }
}
