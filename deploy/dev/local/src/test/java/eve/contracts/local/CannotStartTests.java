package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CannotStartTests {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(output, true, StandardCharsets.UTF_8), false);

    @TempDir
    Path directory;

    @Test
    void aTakenPortIsToldInOneLineBeforeAnythingStarts() throws IOException {
        try (var other = new ServerSocket(0)) {
            Path data = directory.resolve("data");

            int exit = LocalApplication.run(
                    screen, "-Dlocal.data=" + data, "-Dapi.management.port=" + other.getLocalPort());

            assertThat(exit).isEqualTo(1);
            assertThat(output.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly("Cannot start: port %d is taken: free it, or set another with"
                                    .formatted(other.getLocalPort())
                            + " ./mvnw -Plocal -Dapi.management.port=...");
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aPortForTwoIsToldInOneLine() {
        int exit = LocalApplication.run(screen, "-Dkafka.port=20001", "-Dapi.port=20001");

        assertThat(exit).isEqualTo(1);
        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Cannot start: port 20001 is wanted twice:"
                        + " set another with -Dapi.port=... or -Dkafka.port=...");
    }

    @Test
    void aPortThatIsNoNumberIsToldInOneLine() {
        int exit = LocalApplication.run(screen, "-Dregion=", "-Dkafka.port=many");

        assertThat(exit).isEqualTo(2);
        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("-Dkafka.port", "many");
    }
}
