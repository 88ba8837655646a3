package eve.contracts.aggregator.esi;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON of an answer. Depth and count of what is in it are bounded: a broken or hostile answer cannot use up
/// stack or memory. Money keeps the digits it was sent with.
final class AnswerJson {

    private static final int MAX_DEPTH = 20;
    /// A full page of a listing has about 35,000.
    private static final int MAX_TOKENS = 250_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
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
    static JsonNode read(byte[] body) {
        return MAPPER.readTree(body);
    }

    /// ESI's own words on what went wrong, `null` where there are none.
    static @Nullable String error(byte[] body) {
        try {
            String error = body.length == 0
                    ? null
                    : read(body).path("error").asStringOpt().orElse(null);
            return error == null || error.length() <= 200 ? error : error.substring(0, 200) + "...";
        } catch (JacksonException e) {
            return null;
        }
    }
}
