package eve.contracts.aggregator.validation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/// Reads the fields of one JSON object strictly, collecting every violation instead of stopping at the first.
///
/// A required field that breaks a rule has a placeholder as its value: call [#finish] before using the values.
final class FieldReader {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MAX_TEXT = 4_000;
    private static final int MAX_DIGITS = 40;

    private final String schema;
    private final JsonNode object;
    private final Drift drift;
    private final Set<String> known = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    FieldReader(String schema, JsonNode object, Drift drift) {
        this.schema = schema;
        this.object = object;
        this.drift = drift;
        if (!object.isObject()) {
            violate("the entry", "must be an object", object);
        }
    }

    long requiredLong(String field, long least) {
        Long value = optionalLong(field, least);
        return value == null ? missing(field, -1L) : value;
    }

    @Nullable
    Long optionalLong(String field, long least) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        Long value = wholeNumber(node);
        if (value == null) {
            return violate(field, "must be a whole number of 64 bits", node);
        }
        return value >= least ? value : violate(field, "must be at least " + least, node);
    }

    /// Reads a whole number, which may be written as a decimal, such as 1.0 or 1e0.
    static @Nullable Long wholeNumber(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Long) node.longValue() : null;
        }
        if (!(node instanceof NumericNode number) || number.isNaN() || !isSane(number.decimalValue())) {
            return null;
        }
        try {
            return number.decimalValue().longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    BigDecimal requiredDecimal(String field) {
        BigDecimal value = optionalDecimal(field);
        return value == null ? missing(field, BigDecimal.ZERO) : value;
    }

    /// Reads a number. One with too many digits to be money, volume or an attribute is a violation: its
    /// exponent may be hostile.
    @Nullable
    BigDecimal optionalDecimal(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!(node instanceof NumericNode number) || number.isNaN()) {
            return violate(field, "must be a number", node);
        }
        BigDecimal value = number.decimalValue();
        return isSane(value) ? value : violate(field, "must have at most " + MAX_DIGITS + " digits", node);
    }

    private static boolean isSane(BigDecimal value) {
        return value.precision() <= MAX_DIGITS && Math.abs((long) value.scale()) <= MAX_DIGITS;
    }

    Instant requiredInstant(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return missing(field, EARLIEST);
        }
        Instant value = node.isString() ? parse(node.stringValue()) : null;
        if (value != null && !value.isBefore(EARLIEST) && value.isBefore(LATEST)) {
            // With the precision of the database, so that the stored value equals the fetched one.
            return value.truncatedTo(ChronoUnit.MICROS);
        }
        violate(field, "must be an ISO-8601 time between 2000 and 2200", node);
        return EARLIEST;
    }

    boolean requiredBoolean(String field) {
        Boolean value = optionalBoolean(field);
        return value == null ? missing(field, false) : value;
    }

    @Nullable
    Boolean optionalBoolean(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        return node.isBoolean() ? (Boolean) node.booleanValue() : violate(field, "must be true or false", node);
    }

    String requiredText(String field) {
        String value = optionalText(field);
        return value == null ? missing(field, "") : value;
    }

    /// Reads text and makes it storable, see [StorableText]; replaced characters count as drift.
    @Nullable
    String optionalText(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            return violate(field, "must be text", node);
        }
        String value = StorableText.of(node.stringValue(), MAX_TEXT);
        if (StorableText.isDamaged(value)) {
            drift.damagedText(schema, field);
        }
        return value;
    }

    /// Reads a required array; each element gets a reader of its own.
    List<JsonNode> requiredArray(String field, int most) {
        return node(field) == null ? missing(field, List.of()) : optionalArray(field, most);
    }

    /// Reads an optional array; an absent one is empty.
    List<JsonNode> optionalArray(String field, int most) {
        JsonNode node = node(field);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || node.size() > most) {
            violate(field, "must be an array of at most " + most, node);
            return List.of();
        }
        return List.copyOf(node.values());
    }

    <T> @Nullable T violate(String field, String rule, Object value) {
        violations.add(new Violation(schema + "." + field, rule, value.toString()));
        return null;
    }

    /// Counts unknown fields and reports the violations.
    ///
    /// @throws SchemaViolationException when any field broke a rule
    void finish() throws SchemaViolationException {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                drift.unknownField(schema, name);
            }
        }
        finishPart();
    }

    /// Reports the violations of an object of which only some fields are used.
    ///
    /// @throws SchemaViolationException when any field broke a rule
    void finishPart() throws SchemaViolationException {
        if (!violations.isEmpty()) {
            throw new SchemaViolationException(violations);
        }
    }

    private @Nullable JsonNode node(String field) {
        known.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private <T> T missing(String field, T placeholder) {
        boolean alreadyNamed = violations.stream().anyMatch(v -> v.field().equals(schema + "." + field));
        if (!alreadyNamed) {
            violate(field, "is required", "absent");
        }
        return placeholder;
    }

    private static @Nullable Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
