package eve.contracts.api.description;

import eve.contracts.model.FailureReason;
import eve.contracts.model.GoneReason;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Adds to schemas and parameters what the code does not contain: texts, bounds and the names of reasons.
///
/// @param texts `openapi/schemas.yml`: by schema, then by field; `""` is the schema itself, and the schema
///     `parameters` has the parameters of all calls
record DomainSchemas(CallTexts texts) {

    private static final String REF = "#/components/schemas/";
    private static final String UNSPECIFIED = "UNSPECIFIED";

    /// New names for schemas whose classes are in common-model, which does not depend on this module.
    private static final Map<String, String> RENAMED = Map.of("Attribute", "DogmaAttribute", "Effect", "DogmaEffect");

    /// Returns the known reasons. A reason of a later release is returned to callers unchanged.
    private static Map<String, List<String>> reasons() {
        var failures = names(FailureReason.values());
        var gone = names(GoneReason.values());
        var reasons = new LinkedHashMap<String, List<String>>();
        reasons.put(
                "DeadLetterReason",
                Stream.concat(failures.stream(), Stream.of(UNSPECIFIED)).toList());
        reasons.put("GoneReason", gone);
        reasons.put(
                "IdReason",
                Stream.of(gone, failures, List.of(UNSPECIFIED))
                        .flatMap(List::stream)
                        .toList());
        return reasons;
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // as the document has them
    void complete(Components components) {
        components.addSchemas("Problem", ProblemSchema.schema());
        components.addSchemas("InvalidEntry", ProblemSchema.invalidEntry());
        reasons().forEach((name, values) -> {
            Schema<Object> reason = new Schema<>();
            reason.setTypes(Set.of("string"));
            values.forEach(reason::addEnumItemObject);
            components.addSchemas(name, reason);
        });
        RENAMED.forEach((from, to) -> {
            var schema = components.getSchemas().remove(from);
            if (schema != null) {
                components.addSchemas(to, schema);
            }
        });
        MessageDescriptions.addTo(components.getSchemas());
        components.getSchemas().forEach((name, schema) -> complete(name, schema));
        either(components, "RedriveOrDryRun", "Redrive", "RedriveDryRun");
    }

    /// Merges the schemas of two answers of one call, so that generated clients have one type for it.
    @SuppressWarnings({"rawtypes", "unchecked"})
    private void either(Components components, String name, String one, String other) {
        var schemas = components.getSchemas();
        Schema first = schemas.get(one);
        Schema second = schemas.remove(other);
        if (first == null || second == null) {
            return;
        }
        Schema<Object> both = new Schema<>();
        both.setTypes(Set.of("object"));
        second.getProperties().forEach((field, schema) -> both.addProperty((String) field, (Schema) schema));
        first.getProperties().forEach((field, schema) -> both.addProperty((String) field, (Schema) schema));
        both.setRequired(((List<String>) first.getRequired())
                .stream().filter(second.getRequired()::contains).toList());
        both.setDescription(texts.text(name, ""));
        components.addSchemas(name, both);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private void complete(String name, Schema schema) {
        if (schema.getDescription() == null) {
            schema.setDescription(texts.text(name, ""));
        }
        if (schema.getProperties() != null) {
            var fields = texts.group(name);
            ((Map<String, Schema>) schema.getProperties())
                    .replaceAll((field, described) -> completed(field, described, fields.get(field)));
        }
    }

    void complete(Parameter parameter) {
        // Clones the schema, because parameters of one type share it.
        parameter.setSchema(completed(
                parameter.getName(),
                AnnotationsUtils.clone(parameter.getSchema(), true),
                texts.group("parameters").get(parameter.getName())));
    }

    static Schema<?> reference(String name) {
        return new Schema<>().$ref(REF + name);
    }

    private static Schema<?> completed(String field, Schema<?> schema, @Nullable Object said) {
        if (said instanceof Map<?, ?> all && all.get("is") instanceof String type) {
            return reference(type);
        }
        if (schema.get$ref() != null) {
            return schema;
        }
        if ((field.equals("id") || field.endsWith("Id")) && "int64".equals(schema.getFormat())) {
            schema.setMinimum(BigDecimal.ONE);
        }
        if (said instanceof String text) {
            schema.setDescription(text.strip());
        } else if (said instanceof Map<?, ?> all) {
            all.forEach((key, value) -> set(schema, String.valueOf(key), value));
        }
        return schema;
    }

    private static void set(Schema<?> schema, String key, Object value) {
        switch (key) {
            case "items" -> schema.setItems(reference(String.valueOf(value)));
            case "text" -> schema.setDescription(String.valueOf(value).strip());
            case "format" -> schema.setFormat(String.valueOf(value));
            case "pattern" -> schema.setPattern(String.valueOf(value));
            case "minimum" -> schema.setMinimum(new BigDecimal(String.valueOf(value)));
            case "maximum" -> schema.setMaximum(new BigDecimal(String.valueOf(value)));
            case "minLength" -> schema.setMinLength((Integer) value);
            case "maxLength" -> schema.setMaxLength((Integer) value);
            case "minItems" -> schema.setMinItems((Integer) value);
            case "maxItems" -> schema.setMaxItems((Integer) value);
            case "default" -> schema.setDefault(value);
            case "enum" -> ((List<?>) value).forEach(each -> addEnum(schema, each));
            default -> throw new IllegalStateException("openapi/schemas.yml knows no " + key);
        }
    }

    @SuppressWarnings("unchecked")
    private static void addEnum(Schema<?> schema, Object value) {
        ((Schema<Object>) schema).addEnumItemObject(value);
    }
}
