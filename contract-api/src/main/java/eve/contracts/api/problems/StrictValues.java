package eve.contracts.api.problems;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Defines the only form that values of each type have in parameters and paths: numbers in plain decimal
/// digits, constants as in JSON ([JsonValue]), times in UTC such as 2026-03-01T12:00:00Z. Spring would also
/// accept `0x10`, ` 16`, digits of other scripts, constants by their Java names, and blank as missing; so
/// values are checked before Spring converts them.
@Component
public final class StrictValues implements WebMvcConfigurer {

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,100})?");
    private static final Pattern BOOLEAN = Pattern.compile("true|false");
    private static final Pattern INSTANT = Pattern.compile(
            "(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}" + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z");

    private static final String AN_INSTANT = "an instant in UTC, such as 2026-03-01T12:00:00Z";

    private static final ClassValue<Map<String, Object>> CONSTANTS = new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
            return Arrays.stream(type.getEnumConstants())
                    .collect(Collectors.toMap(
                            constant -> JsonMapper.shared().convertValue(constant, String.class),
                            Function.identity(),
                            (first, _) -> first,
                            LinkedHashMap::new));
        }
    };

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Instant.class, text -> (Instant) read(Instant.class, text));
        registry.addConverterFactory(new Constants());
        // A list is a repeated parameter, not one with commas.
        registry.removeConvertible(String.class, Collection.class);
    }

    /// @throws InvalidParameterException when the text is not an instant from the years 0001 to 9999
    public static Instant requireInstant(String parameter, String text) {
        return (Instant) require(parameter, Instant.class, text);
    }

    /// @return the value
    /// @throws InvalidParameterException when the text does not have the form of the type
    static Object require(String parameter, Class<?> type, String text) {
        try {
            return read(type, text);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new InvalidParameterException(parameter, "must be " + form(type));
        }
    }

    private static Object read(Class<?> type, String text) {
        if (type.isEnum()) {
            var constant = CONSTANTS.get(type).get(text);
            if (constant == null) {
                throw new IllegalArgumentException();
            }
            return constant;
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(of(WHOLE, text));
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(of(WHOLE, text));
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(of(DECIMAL, text));
        }
        if (type == boolean.class || type == Boolean.class) {
            return Boolean.valueOf(of(BOOLEAN, text));
        }
        return type == Instant.class ? Instant.parse(of(INSTANT, text)) : text;
    }

    private static String of(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /// Returns the form of a value of this type; it follows "must be".
    static String form(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of " + CONSTANTS.get(type).keySet();
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number in decimal digits, at most " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number in decimal digits, at most " + Long.MAX_VALUE;
        }
        if (type == BigDecimal.class) {
            return "a number in decimal digits, such as 1000000.50";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return AN_INSTANT;
        }
        if (type == String.class) {
            return "text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    @SuppressWarnings("rawtypes") // as Spring declares it for enums
    private static final class Constants implements ConverterFactory<String, Enum> {

        @Override
        public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
            return text -> type.cast(read(type, text));
        }
    }
}
