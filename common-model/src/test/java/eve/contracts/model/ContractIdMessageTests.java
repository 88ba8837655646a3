package eve.contracts.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractIdMessageTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "123                                                      | 123 | -",
                "' 123 \n'                                                | 123 | -",
                "9223372036854775807                                      | 9223372036854775807 | -",
                "{\"contractId\":123,\"regionId\":10000002}               | 123 | 10000002",
                "{\"contractId\":123}                                     | 123 | -",
                "{\"contractId\":123,\"regionId\":null}                   | 123 | -",
                "{\"later\":{\"deep\":[1]},\"contractId\":123}            | 123 | -",
                "\uFEFF123                                                | 123 | -",
            })
    void bothDocumentedFormsAreReadAndSatisfyTheSchema(String value, long contractId, @Nullable Long regionId)
            throws Exception {
        assertThat(ContractIdMessage.read(value.getBytes(UTF_8)))
                .isEqualTo(new ContractIdMessage(contractId, regionId));
        assertThat(Schemas.violations("contract-id", value.replace("\uFEFF", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "0 | the value is not between 1 and 9223372036854775807",
                "-5 | the value is not between",
                "-0 | the value is not between",
                "9223372036854775808 | the value is not between",
                "{\"contractId\":0} | contractId is not between",
                "{\"contractId\":-9223372036854775809} | contractId is not between",
                "{\"contractId\":1,\"regionId\":0} | regionId is not between",
            })
    void anIdThatCannotExistIsInvalid(String value, String message) {
        var refusal = refusal(value.getBytes(UTF_8));

        assertThat(refusal.reason()).isEqualTo(FailureReason.INVALID_ID);
        assertThat(refusal).hasMessageStartingWith(message);
        assertThat(Schemas.violations("contract-id", value)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5 | the value is of JSON type NUMBER",
                "1e3 | the value is of JSON type NUMBER",
                "\"123\" | the value is of JSON type STRING",
                "true | the value is of JSON type BOOLEAN",
                "null | the value is of JSON type NULL",
                "[] | the value is of JSON type ARRAY",
                "[123] | the value is of JSON type ARRAY",
                "{} | contractId is missing",
                "{\"contract_id\":123} | contractId is missing",
                "{\"contractId\":null} | contractId is not a whole number",
                "{\"contractId\":\"123\"} | contractId is not a whole number",
                "{\"contractId\":1.5} | contractId is not a whole number",
                "{\"contractId\":[1]} | contractId is not a whole number",
                "{\"contractId\":1,\"regionId\":\"The Forge\"} | regionId is not a whole number",
                "{\"contractId\":1,\"contractId\":2} | not JSON (Duplicate",
                "{\"contractId\":1,\"contractId\":1} | not JSON (Duplicate",
                "123 456 | not JSON (Trailing",
                "{\"contractId\":1}{\"contractId\":2} | not JSON (Trailing",
                "123abc | not JSON (",
                "0123 | not JSON (",
                "+1 | not JSON (",
                "NaN | not JSON (",
                "{\"contractId\":1 | not JSON (",
                "{'contractId':1} | not JSON (",
                "hello | not JSON (",
                "'\u0000\u0001\u0002' | not JSON (",
            })
    void anythingElseIsUnreadableAndTheMessageSaysWhatWasExpected(String value, String message) {
        var refusal = refusal(value.getBytes(UTF_8));

        assertThat(refusal.reason()).isEqualTo(FailureReason.UNREADABLE);
        assertThat(refusal).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @MethodSource
    void hostileBytesAreRefusedInLittleTimeWithAShortMessage(String name, byte[] value) {
        var refusal = refusal(value);

        assertThat(refusal.reason()).as(name).isEqualTo(FailureReason.UNREADABLE);
        assertThat(refusal.getMessage()).as(name).hasSizeLessThanOrEqualTo(300);
    }

    static Stream<Arguments> hostileBytesAreRefusedInLittleTimeWithAShortMessage() {
        return Stream.of(
                Arguments.of("2 MB of digits", "9".repeat(2_000_000).getBytes(UTF_8)),
                Arguments.of(
                        "2 MB of digits in a field",
                        ("{\"contractId\":" + "9".repeat(2_000_000) + "}").getBytes(UTF_8)),
                Arguments.of("a huge exponent", "1e999999999".getBytes(UTF_8)),
                Arguments.of("deep arrays", "[".repeat(1_000_000).getBytes(UTF_8)),
                Arguments.of("deep objects", ("{\"a\":".repeat(500_000) + "1" + "}".repeat(500_000)).getBytes(UTF_8)),
                Arguments.of("a field name of 2 MB", ("{\"" + "a".repeat(2_000_000) + "\":1}").getBytes(UTF_8)),
                Arguments.of("a text of 2 MB", ("\"" + "a".repeat(2_000_000) + "\"").getBytes(UTF_8)),
                Arguments.of("broken UTF-8", new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}),
                Arguments.of("a broken surrogate", new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
                Arguments.of("bytes of another format", new byte[] {0, 0, 0, 0, 42, 16, 5}),
                Arguments.of("all byte values", allBytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t "})
    void anEmptyValueIsUnreadable(String value) {
        assertThat(refusal(value.getBytes(UTF_8))).hasMessageStartingWith("the value is empty");
    }

    @Test
    void aTombstoneIsUnreadable() {
        assertThat(refusal(null)).hasMessageStartingWith("the value is empty");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"1,-", "9223372036854775807,10000002"})
    void whatWasWrittenIsReadBackEqualAndSatisfiesTheSchema(long contractId, @Nullable Long regionId) throws Exception {
        var message = new ContractIdMessage(contractId, regionId);

        assertThat(ContractIdMessage.read(message.write())).isEqualTo(message);
        assertThat(Schemas.violations("contract-id", new String(message.write(), UTF_8)))
                .isEmpty();
    }

    @Test
    void theWrittenFormIsTheDocumentedObject() {
        assertThat(new ContractIdMessage(123, 10_000_002L).write())
                .asString(UTF_8)
                .isEqualTo("{\"contractId\":123,\"regionId\":10000002}");
        assertThat(new ContractIdMessage(123, null).write()).asString(UTF_8).isEqualTo("{\"contractId\":123}");
    }

    @Test
    void aMessageCannotBeMadeOfWhatCouldNotBeRead() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContractIdMessage(0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ContractIdMessage(1, -1L));
    }

    private static UnreadableMessageException refusal(byte @Nullable [] value) {
        return catchThrowableOfType(UnreadableMessageException.class, () -> ContractIdMessage.read(value));
    }

    private static byte[] allBytes() {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
