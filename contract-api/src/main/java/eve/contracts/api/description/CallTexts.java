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

/// The words of a YAML file: of calls by method and path, or of schemas by name. One that is not there goes without.
///
/// @param calls what is said of each
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

    /// All that is said of a schema, by field.
    Map<String, Object> group(String schema) {
        return calls.getOrDefault(schema, Map.of());
    }

    /// What the call's field `group` says of each of its members.
    Map<String, Object> group(String call, String group) {
        var texts = new LinkedHashMap<String, Object>();
        if (calls.getOrDefault(call, Map.of()).get(group) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> texts.put(String.valueOf(name), value));
        }
        return texts;
    }
}
