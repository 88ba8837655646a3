package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A bad value does not make the rest of an answer unreadable.
class AnswerJsonTests {

    /// Bytes that are not UTF-8: alone, a lead byte before the closing quote, overlong, a surrogate in UTF-8,
    /// too high. Also characters that JSON does not allow in a text: control characters, an unknown escape.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "80",
                "e4",
                "e4b8",
                "f09f9a",
                "c0af",
                "eda0bd",
                "f5808080",
                "00",
                "1f",
                "0a",
                "5cff",
                "5c78"
            })
    void badBytesInATextLeaveTheRestReadable(String bytes) {
        JsonNode read = AnswerJson.read(withTitle(HexFormat.of().parseHex(bytes)));

        assertThat(read.get(0).path("title").asString()).startsWith("a");
        assertThat(read.get(1).path("title").asString()).isEqualTo("Гила \uD83D\uDE80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999999999", "-0.0"})
    void anUnusableNumberLeavesTheRestReadable(String number) {
        JsonNode read = AnswerJson.read(bytes("[{\"price\":" + number + "},{\"price\":1.50}]"));

        assertThat(read.get(1).path("price").decimalValue()).hasToString("1.50");
    }

    @Test
    void aByteOrderMarkIsNoContent() {
        assertThat(AnswerJson.read(bytes("\uFEFF[1]")).get(0).intValue()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "[", "<html>", "[nan]", "['a']", "[1,]", "[] []"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> {
                    if (AnswerJson.read(bytes(text)).isMissingNode()) {
                        throw new IllegalArgumentException("nothing");
                    }
                })
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
    }

    @Test
    void anErrorTextIsFitToBeStored() {
        assertThat(error(bytes("{\"error\":\"no\\u0000\\ud83d\"}"))).isEqualTo("no\uFFFD\uFFFD");
        assertThat(error(bytes("{\"error\":\"" + "x".repeat(199) + "\uD83D\uDE80\"}")))
                .isEqualTo("x".repeat(199) + "\uFFFD");
        assertThat(error(bytes("{\"error\":\"Contract not public\"}"))).isEqualTo("Contract not public");
        assertThat(error(bytes("<html>"))).isNull();
    }

    private static @Nullable String error(byte[] body) {
        return EsiErrorBody.text(
                HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (name, value) -> true), body);
    }

    private static byte[] withTitle(byte[] bad) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(bytes("[{\"title\":\"a"));
        body.writeBytes(bad);
        body.writeBytes(bytes("\"},{\"title\":\"Гила \uD83D\uDE80\"}]"));
        return body.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
