package eve.contracts.api.redrives;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.Caller;
import eve.contracts.api.ContractApiApplication;
import eve.contracts.engines.test.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The service in its own JVM, which can be killed; with the heap size of deploy/kubernetes/base.
public record ApiProcess(Process process, Caller caller) {

    public static ApiProcess start(Database database) {
        try {
            int port = freePort();
            var command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx384m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    ContractApiApplication.class.getName()));
            command.addAll(ApiReplica.arguments(database));
            command.addAll(List.of(
                    "--server.port=" + port,
                    "--management.server.port=0",
                    "--spring.main.banner-mode=off",
                    "--logging.level.root=warn"));
            var process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ApiProcess(process, new Caller(() -> "http://localhost:" + port, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills the process like `kill -9`.
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
