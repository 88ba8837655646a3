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

/// Reads the JSON of an answer. Its depth and size are bounded, so a broken or hostile answer cannot exhaust
/// stack or memory. Money keeps the digits it was sent with.
///
/// A bad value does not make the rest of the answer unreadable: bytes that are not UTF-8 become U+FFFD, and
/// invalid JSON inside a text (control characters, unknown escapes) or as a number (NaN, Infinity) is read and
/// left to the reader of that field.
public final class AnswerJson {

    private static final int MAX_DEPTH = 20;
    /// A full page of a listing has about 35,000 tokens.
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

    /// @throws JacksonException when the body is no JSON, or exceeds the bounds
    public static JsonNode read(byte[] body) {
        // The JDK's decoder replaces bytes that are not UTF-8, and costs almost nothing when there are none.
        String text = new String(body, StandardCharsets.UTF_8);
        return MAPPER.readTree(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }
}
