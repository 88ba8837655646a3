package eve.contracts.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTests {

    @TempDir
    Path directory;

    private Process child;
    private String ready;

    @BeforeEach
    void startEnginesInAnotherProcess() throws IOException {
        child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EnginesProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = child.inputReader()) {
            ready = output.lines()
                    .filter(line -> line.startsWith(EnginesProcess.READY))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterEach
    void stopOtherProcess() throws InterruptedException {
        child.destroyForcibly().waitFor();
        Postmaster.on(postgresData()).ifPresent(Postmaster::stop);
    }

    @Test
    void theNextStartTakesOverTheServerThatTheKilledProcessLeft() throws Exception {
        int port = Integer.parseInt(ready.substring(EnginesProcess.READY.length()));
        child.destroyForcibly().waitFor();
        Postmaster left = Postmaster.on(postgresData()).orElseThrow();

        try (EmbeddedPostgresServer server = postgres().port(port, "-Dport=").start()) {
            assertThat(left.process().isAlive()).isFalse();
            assertThat(EmbeddedPostgresServerTests.query(server, "SELECT n FROM kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void aServerThatTheKilledProcessLeftInATemporaryFolderIsClearedAway() throws Exception {
        child.destroyForcibly().waitFor();
        Postmaster left = Postmaster.on(postgresData()).orElseThrow();

        TemporaryFolder.createIn(directory, "kafka");

        assertThat(left.process().isAlive()).isFalse();
        assertThat(postgresFolder()).doesNotExist();
    }

    @Test
    void theNextBrokerHasWhatTheKilledOneAcknowledged() throws Exception {
        child.destroyForcibly().waitFor();

        try (EmbeddedKafka kafka =
                EmbeddedKafka.options().directory(directory.resolve("kafka")).start()) {
            assertThat(Records.read(kafka, "kept", 1)).isEqualTo(List.of("42"));
        }
    }

    @Test
    void aServerOfAProcessThatLivesIsLeftAlone() throws SQLException {
        assertThatThrownBy(() -> postgres().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by a process that is still running");

        assertThat(Postmaster.on(postgresData())).isPresent();
    }

    private EmbeddedPostgresServer.Options postgres() {
        return EmbeddedPostgresServer.options().directory(postgresFolder());
    }

    /// Has the same name as the child's temporary folder.
    private Path postgresFolder() {
        return directory.resolve(child.pid() + "-postgres");
    }

    private Path postgresData() {
        return postgresFolder().resolve("pgdata");
    }
}
