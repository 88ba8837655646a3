package eve.contracts.aggregator.esi.client;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON of an answer. Depth and count of what is in it are bounded: a broken or hostile answer cannot use
/// up stack or memory. Money keeps the digits it was sent with.
///
/// A bad value does not make the rest of the answer unreadable: bytes that are not UTF-8 become U+FFFD, and what
/// JSON does not allow inside a text (control characters, unknown escapes) or as a number (NaN, Infinity) is read,
/// for the reader of that field to judge.
public final class AnswerJson {

    private static final int MAX_DEPTH = 20;
    /// A full page of a listing has about 35,000.
    private static final int MAX_TOKENS = 250_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerJson() {}

    /// @throws JacksonException when the body is no JSON, or too much of it
    public static JsonNode read(byte[] body) {
        // The JDK's decoder replaces what is not UTF-8, and costs next to nothing where there is nothing to replace.
        String text = new String(body, StandardCharsets.UTF_8);
        return MAPPER.readTree(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }
}
