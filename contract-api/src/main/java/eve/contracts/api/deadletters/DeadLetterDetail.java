package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import eve.contracts.model.HeaderNames;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One dead letter with its bytes, headers and decisions.
///
/// @param key absent where the record has no key; the same for `value`
/// @param decision the current decision; absent while the dead letter is open
/// @param history all decisions, earliest first; if there are more than 100, the latest 100
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterDetail(
        @JsonUnwrapped DeadLetterPage.Entry entry,
        @Nullable Bytes key,
        @Nullable Bytes value,
        List<Header> headers,
        @Nullable Decision decision,
        List<Decision> history) {

    /// Limits the answer for a dead letter that is decided again and again.
    static final int MOST_DECISIONS = 100;

    DeadLetterDetail withHistory(List<Decision> decisions) {
        return new DeadLetterDetail(entry, key, value, headers, decision, decisions);
    }

    /// The bytes of a key or value, or the first of them when there are many.
    ///
    /// @param base64 absent where the bytes are too large to be shown
    /// @param text the same bytes, if they are printable UTF-8
    /// @param truncated whether there are more bytes; `/value` returns all bytes of a value
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordBytes")
    record Bytes(
            @Nullable String base64,
            @Nullable String text,
            @Nullable Boolean truncated) {

        /// @param all the number of bytes, `null` where the record has none
        static @Nullable Bytes of(byte @Nullable [] first, @Nullable Integer all) {
            if (all == null) {
                return null;
            }
            if (first == null) {
                return new Bytes(null, null, true);
            }
            boolean truncated = first.length < all;
            return new Bytes(
                    Base64.getEncoder().encodeToString(first), printable(first, truncated), truncated ? true : null);
        }
    }

    /// A header of the record.
    ///
    /// @param base64 absent where the header has no value
    /// @param number the value as a number, if it is one of spring-kafka's numeric headers
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordHeader")
    record Header(
            String name,
            @Nullable String base64,
            @Nullable String text,
            @Nullable Long number) {

        private static final Set<String> NUMBERS =
                Set.of(HeaderNames.ORIGINAL_PARTITION, HeaderNames.ORIGINAL_OFFSET, HeaderNames.ORIGINAL_TIMESTAMP);

        static Header of(byte[] name, byte @Nullable [] value) {
            var text = new String(name, UTF_8);
            if (value == null) {
                return new Header(text, null, null, null);
            }
            var number = NUMBERS.contains(text) ? number(value) : null;
            return new Header(
                    text,
                    Base64.getEncoder().encodeToString(value),
                    number == null ? printable(value, false) : null,
                    number);
        }

        private static @Nullable Long number(byte[] value) {
            return switch (value.length) {
                case Integer.BYTES -> (long) ByteBuffer.wrap(value).getInt();
                case Long.BYTES -> ByteBuffer.wrap(value).getLong();
                default -> null;
            };
        }
    }

    /// @param state the decided state
    /// @param redriveId the redrive that decided; absent for a decision by a person
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DeadLetterDecision")
    record Decision(
            DeadLetterState state,
            Instant decidedAt,
            String decidedBy,
            String note,
            @Nullable Long redriveId) {}

    /// @param cut whether the last character may be incomplete
    private static @Nullable String printable(byte[] bytes, boolean cut) {
        try {
            var decoded = CharBuffer.allocate(bytes.length);
            var result = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, !cut);
            if (result.isError()) {
                result.throwException();
            }
            var text = decoded.flip().toString();
            return text.codePoints().allMatch(each -> each >= ' ' || Character.isWhitespace(each)) ? text : null;
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
