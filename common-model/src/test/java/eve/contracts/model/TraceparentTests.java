package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTests {

    private static final String TRACE = "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aValidHeaderIsTakenAsItIs() {
        assertThat(Traceparent.read("00" + TRACE)).contains(new Traceparent("00" + TRACE));
    }

    @Test
    void itsPartsMakeItAgain() {
        var trace = new Traceparent("00" + TRACE);

        assertThat(trace.isSampled()).isTrue();
        assertThat(Traceparent.of(trace.traceId(), trace.spanId(), true)).contains(trace);
        assertThat(Traceparent.of(trace.traceId(), trace.spanId(), false))
                .hasValueSatisfying(
                        unsampled -> assertThat(unsampled.isSampled()).isFalse());
    }

    @Test
    void ofALaterVersionIsTakenWhatIsKnown() {
        assertThat(Traceparent.read("cc" + TRACE + "-what-the-future-will-be-like"))
                .contains(new Traceparent("00" + TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\u0000",
                "'; drop table outbox; --"
            })
    void anythingElseIsNone(String header) {
        assertThat(Traceparent.read(header)).isEmpty();
    }
}
