package eve.contracts.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eve.contracts.engines.test.Database;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PgBouncer in front of one database, in its own process.
final class PgBouncer implements AutoCloseable {

    /// More than the services have connections.
    private static final int OWN_SESSIONS = 60;
    /// Few, so that sessions often change their client.
    private static final int SHARED_SESSIONS = 6;

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Skips the test if PgBouncer is not installed; in continuous integration it must be installed.
    static void needed() {
        boolean there = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "pgbouncer")));
        assumeTrue(there || "true".equals(System.getenv("CI")), "pgbouncer is not installed");
    }

    /// @param mode `session` or `transaction`
    static PgBouncer start(Database database, String mode) throws IOException {
        var server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        int port = freePort();
        // If the test runs as root, PgBouncer runs as another user and must be able to read this file.
        var folder = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                %s = host=%s port=%d user=%s password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = %d
                max_client_conn = 200
                """.formatted(
                        database.name(),
                        server.getHost(),
                        server.getPort(),
                        database.username(),
                        database.password(),
                        port,
                        mode,
                        mode.equals("session") ? OWN_SESSIONS : SHARED_SESSIONS));
        var command = new ArrayList<>(List.of("pgbouncer", settings.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(1, List.of("-u", "nobody"));
        }
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().merge("PATH", ":/usr/sbin", String::concat);
        var process = builder.start();
        var started = new PgBouncer(process, port);
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive() || started.answers());
        if (!process.isAlive()) {
            throw new IOException(Files.readString(folder.resolve("log")));
        }
        return started;
    }

    String jdbcUrl(Database database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
