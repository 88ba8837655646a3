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

/// All that is known of one dead letter.
///
/// @param key absent where the record has none, and so `value`
/// @param decision the one that holds; absent while it is open
/// @param history all decisions, earliest first; of many the latest 100
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterDetail(
        @JsonUnwrapped DeadLetterPage.Entry entry,
        @Nullable Bytes key,
        @Nullable Bytes value,
        List<Header> headers,
        @Nullable Decision decision,
        List<Decision> history) {

    /// All earlier decisions would do no harm, but for one that is decided on over and over.
    static final int MOST_DECISIONS = 100;

    DeadLetterDetail withHistory(List<Decision> decisions) {
        return new DeadLetterDetail(entry, key, value, headers, decision, decisions);
    }

    /// Bytes as they are; the first of them where there are many.
    ///
    /// @param base64 absent where the bytes are too large to be shown at all
    /// @param text the same, where it is printable UTF-8
    /// @param truncated whether there are more: `/value` sends all of a value
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordBytes")
    record Bytes(
            @Nullable String base64,
            @Nullable String text,
            @Nullable Boolean truncated) {

        /// @param all how many there are, `null` without any
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

    /// A header as it came.
    ///
    /// @param base64 absent where the header has no value
    /// @param number what the header means, where it is one of spring-kafka's numbers
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

    /// @param state what was decided
    /// @param redriveId the redrive that decided; absent where a person did
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
