package eve.contracts.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Finds places where messages written under one schema could break a reader of another. Strict on purpose: a
/// difference that it does not understand counts as a break.
final class ReaderBreaks {

    private static final Set<String> PROSE = Set.of("$schema", "$comment", "title", "description", "examples", "$defs");
    private static final Set<String> UNDERSTOOD = Set.of("properties", "required", "items", "type", "enum", "$ref");

    private final Function<String, JsonNode> readersReferences;
    private final Function<String, JsonNode> writersReferences;
    private final boolean fieldsMayGo;
    private final List<String> breaks = new ArrayList<>();

    /// @param fieldsMayGo whether the writer may have dropped an optional field of the reader
    ReaderBreaks(
            Function<String, JsonNode> readersReferences,
            Function<String, JsonNode> writersReferences,
            boolean fieldsMayGo) {
        this.readersReferences = readersReferences;
        this.writersReferences = writersReferences;
        this.fieldsMayGo = fieldsMayGo;
    }

    List<String> find(String path, JsonNode reader, JsonNode writer) {
        compare(path, reader, writer);
        return breaks;
    }

    private void compare(String path, JsonNode reader, JsonNode writer) {
        if (reader.has("$ref") || writer.has("$ref")) {
            compare(path, target(reader, readersReferences), target(writer, writersReferences));
        }
        properties(path, reader, writer);
        Set<String> always = texts(writer.path("required"));
        texts(reader.path("required")).stream()
                .filter(name -> !always.contains(name))
                .forEach(name -> breaks.add(path + "." + name + " is no longer always there"));
        if (reader.has("items")) {
            compare(path + "[]", reader.path("items"), writer.path("items"));
        }
        if (reader.has("type") && !types(reader).containsAll(types(writer))
                || reader.has("type") && !writer.has("type")) {
            breaks.add(path + " changed its type to " + writer.path("type"));
        }
        if (reader.has("enum") && (!writer.has("enum") || !values(reader).containsAll(values(writer)))) {
            breaks.add(path + " has values that were not known: " + writer.path("enum"));
        }
        reader.forEachEntry((keyword, value) -> {
            if (!PROSE.contains(keyword) && !UNDERSTOOD.contains(keyword) && !value.equals(writer.path(keyword))) {
                breaks.add(path + " no longer keeps " + keyword + " " + value);
            }
        });
    }

    private void properties(String path, JsonNode reader, JsonNode writer) {
        reader.path("properties").forEachEntry((name, property) -> {
            if (writer.path("properties").has(name)) {
                compare(path + "." + name, property, writer.path("properties").path(name));
            } else if (!fieldsMayGo) {
                breaks.add(path + "." + name + " is gone");
            }
        });
    }

    private static JsonNode target(JsonNode schema, Function<String, JsonNode> references) {
        return schema.has("$ref") ? references.apply(schema.path("$ref").asString()) : schema;
    }

    /// An integer is a number.
    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        Set<String> types = type.isArray() ? texts(type) : new HashSet<>(Set.of(type.asString("")));
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static Set<JsonNode> values(JsonNode schema) {
        return schema.path("enum").valueStream().collect(Collectors.toSet());
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(HashSet::new));
    }
}
