package eve.contracts.benchmark.load;

import eve.contracts.benchmark.Contenders;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One of the services in its own process, with the heap size of its container; its output is in
/// `target/<name>.log`.
record ServiceProcess(Process process, URI url, URI management) implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// @param heapMegabytes half of the container's memory
    static ServiceProcess start(Class<?> application, int heapMegabytes, List<String> properties) throws IOException {
        int port = freePort();
        int management = freePort();
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                // The JVM's own choice in a container of less than 1,792 MB.
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                application.getName(),
                "--" + Contenders.excludeAllBut("eve.contracts"),
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off"));
        properties.forEach(property -> command.add("--" + property));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", application.getSimpleName() + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var service = new ServiceProcess(
                process, URI.create("http://localhost:" + port), URI.create("http://localhost:" + management));
        service.awaitReady();
        return service;
    }

    private void awaitReady() throws IOException {
        for (int attempt = 0; attempt < 240; attempt++) {
            if (!process.isAlive()) {
                throw new IOException("It ended with exit code " + process.exitValue());
            }
            if (isReady()) {
                return;
            }
            pause(Duration.ofMillis(500));
        }
        throw new IOException("It is not ready after two minutes");
    }

    boolean isReady() {
        var request = HttpRequest.newBuilder(management.resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Returns the peak resident memory in megabytes.
    long mostResident() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                        .lines()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
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
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
