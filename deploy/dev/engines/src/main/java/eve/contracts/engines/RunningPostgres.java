package eve.contracts.engines;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a server, from locking the folder to releasing it.
final class RunningPostgres {

    private static final Logger log = LoggerFactory.getLogger(RunningPostgres.class);

    /// Set explicitly, because the wrapper's defaults switch durability off.
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", Ports.HOST),
            Map.entry("unix_socket_directories", ""),
            Map.entry("wal_level", "logical"),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_wal_size", "1GB"),
            Map.entry("log_checkpoints", "off"));

    /// Long, because recovery after a crash may take long. A failed start is detected at once.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DataDirectory locked;
    private final EmbeddedPostgres server;
    private final Postmaster postmaster;

    private RunningPostgres(DataDirectory locked, EmbeddedPostgres server, Postmaster postmaster) {
        this.locked = locked;
        this.server = server;
        this.postmaster = postmaster;
    }

    static RunningPostgres start(Path directory, int port, String portOption, Map<String, String> settings) {
        DataDirectory locked = DataDirectory.lock(directory);
        boolean started = false;
        try {
            Path data = locked.path().resolve("pgdata");
            takeOver(data);
            Ports.requireFree(port, portOption);
            discardHalfInitialised(locked.path(), data);
            EmbeddedPostgres server = launch(locked.path(), data, port, settings);
            Postmaster postmaster = Postmaster.on(data)
                    .orElseThrow(() -> new IllegalStateException("PostgreSQL on " + data + " stopped again"));
            started = true;
            return new RunningPostgres(locked, server, postmaster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!started) {
                locked.close();
            }
        }
    }

    /// This process holds the folder's lock, so the process that started a server found here is dead.
    private static void takeOver(Path data) {
        Postmaster.on(data).ifPresent(left -> {
            log.info(
                    "PostgreSQL (process {}) was left running on {}: stopping it",
                    left.process().pid(),
                    data);
            left.stop();
        });
    }

    /// Deletes a data directory whose creation was interrupted by a kill: it never works, and it contains no
    /// data yet.
    private static void discardHalfInitialised(Path directory, Path data) {
        if (!Files.exists(initialised(directory))) {
            DataDirectory.delete(data);
        }
    }

    private static EmbeddedPostgres launch(Path directory, Path data, int port, Map<String, String> settings)
            throws IOException {
        PostgresOutput output = PostgresOutput.in(directory);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("locale", "C.UTF-8")
                .setOutputRedirector(output.redirect())
                .setErrorRedirector(output.redirect());
        SETTINGS.forEach(builder::setServerConfig);
        settings.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = new PostgresStart(builder, output).await();
            Files.writeString(initialised(directory), "");
            return server;
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "PostgreSQL did not start on %s; it said: %s", data, output.lastLines()),
                    e);
        }
    }

    private static Path initialised(Path directory) {
        return directory.resolve("initialised");
    }

    /// Runs a fast shutdown and waits until the process has ended. The wrapper waits less long.
    void stop() {
        postmaster.stop();
        release();
    }

    void crash() {
        postmaster.crash();
        release();
    }

    /// Releases the wrapper's lock. The server has ended already, which the wrapper logs as a failed stop.
    private void release() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            locked.close();
        }
    }
}
