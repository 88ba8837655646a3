package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScreenTests {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalKeepsTheLivingLineBelowWhatStays() {
        var screen = new Screen(out, true);

        screen.live("1 of 2");
        screen.say("a warning");
        screen.live("2 of 2");

        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualTo("1 of 2\r\u001b[Ka warning" + System.lineSeparator() + "1 of 2\r\u001b[K2 of 2");
    }

    @Test
    void aFileGetsNoControlCharacters() {
        var screen = new Screen(out, false);

        screen.live("1 of 2");
        screen.say("a warning");

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("a warning" + System.lineSeparator());
    }

    @Test
    void theFiguresFitIntoANarrowTerminal() {
        var before = new Figures(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0);
        var now = new Figures(Instant.EPOCH.plusSeconds(2), 50_000, 3, 12, 7, 49_000, 9, 49_002, 6);

        assertThat(now.line(before))
                .isEqualTo("published 50,000  stored 49,000  events 49,002  retrying 12  dead 7  24,501/s")
                .hasSizeLessThan(80);
    }
}
