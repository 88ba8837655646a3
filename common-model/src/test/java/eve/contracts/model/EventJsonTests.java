package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.core.JacksonException;

class EventJsonTests {

    @SuppressWarnings("unused")
    private static final List<ContractEvent> EVENTS = Samples.EVENTS;

    @ParameterizedTest
    @FieldSource("EVENTS")
    void whatWasWrittenIsReadBackEqualFromBytesAndFromText(ContractEvent event) {
        String data = EventJson.write(event);

        assertThat(normalised(EventJson.read(event.type(), data))).isEqualTo(normalised(event));
        assertThat(EventJson.read(event.type(), data.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(EventJson.read(event.type(), data));
        assertThat(EventJson.write(EventJson.read(event.type(), data))).isEqualTo(data);
    }

    @Test
    void aStoredContractBeginsWithWhatIdentifiesIt() {
        assertThat(EventJson.write(Samples.RICH_STORED))
                .startsWith("{\"contractId\":229847321,\"regionId\":10000002,\"version\":7,"
                        + "\"change\":\"updated\",\"type\":\"auction\",")
                .containsOnlyOnce("\"contractId\"")
                .endsWith("\"fetchedAt\":\"2026-03-01T12:00:00Z\"}");
    }

    @Test
    void moneyKeepsTheDigitsItWasSentWithAndNeverAnExponent() {
        assertThat(EventJson.write(Samples.RICH_STORED))
                .contains("\"price\":100000000.0,", "\"collateral\":0.0,", "\"reward\":1000000000,")
                .contains("\"volume\":0.0100000001,", "\"amount\":100000000.0}", "\"value\":5000.0000000000009}");
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        assertThat(EventJson.write(Samples.MINIMAL_STORED))
                .isEqualTo("{\"contractId\":1,\"regionId\":10000002,\"version\":1,\"change\":\"created\","
                        + "\"type\":\"courier\",\"issuerId\":2,\"issuerCorporationId\":3,"
                        + "\"dateIssued\":\"2026-03-01T11:59:00Z\",\"dateExpired\":\"2026-03-01T12:01:00Z\","
                        + "\"items\":[],\"bids\":[],\"fetchedAt\":\"2026-03-01T12:00:00Z\"}");
    }

    @Test
    void aFieldOfALaterReleaseIsIgnored() {
        var data = EventJson.write(Samples.UNAVAILABLE).replaceFirst("\\{", "{\"later\":{\"a\":[1]},");

        assertThat(EventJson.read(EventType.UNAVAILABLE, data)).isEqualTo(Samples.UNAVAILABLE);
    }

    @Test
    void dataOfAnotherTypeIsRefused() {
        var data = EventJson.write(Samples.UNAVAILABLE);

        assertThatThrownBy(() -> EventJson.read(EventType.STORED, data)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> EventJson.read(EventType.CLOSED, data)).isInstanceOf(JacksonException.class);
    }

    /// Written out, `1E+9` is `1000000000`: the same number with another scale.
    private static String normalised(ContractEvent event) {
        return event.toString().replace("1E+9", "1000000000");
    }
}
