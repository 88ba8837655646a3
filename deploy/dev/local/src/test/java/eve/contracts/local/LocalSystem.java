package eve.contracts.local;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The program in its own process, with free ports and data that is kept between starts.
final class LocalSystem implements AutoCloseable {

    private static final List<String> PORTS = List.of(
            "kafka.port",
            "postgres.port",
            "simulator.port",
            "api.port",
            "aggregator.management.port",
            "api.management.port");

    private final Path directory;
    private final List<Integer> ports;
    private final List<String> arguments = new ArrayList<>();
    private final Path output;
    private Process process;

    LocalSystem(Path directory, String... options) throws IOException {
        this.directory = directory;
        this.output = directory.resolve("output");
        this.ports = freePorts(PORTS.size());
        for (int i = 0; i < PORTS.size(); i++) {
            arguments.add("-D" + PORTS.get(i) + "=" + ports.get(i));
        }
        arguments.add("-Dlocal.data=" + directory.resolve("data"));
        arguments.addAll(List.of(options));
        this.process = launch(Map.of());
    }

    private Process launch(Map<String, String> environment, String... jvm) throws IOException {
        Files.deleteIfExists(output);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LocalApplication.class.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// @param jvm arguments of the JVM, such as `-Dname=value`
    void startAgain(Map<String, String> environment, String... jvm) throws IOException {
        process = launch(environment, jvm);
    }

    void startAgain() throws IOException {
        startAgain(Map.of());
    }

    void awaitAllAnswered() {
        await().atMost(Duration.ofMinutes(3)).until(() -> !process.isAlive() || output().contains("All answered"));
        if (!process.isAlive()) {
            throw new AssertionError("The system ended:\n" + output());
        }
    }

    /// Sends the stop signal, as at the end of a session.
    void stop() {
        process.destroy();
        awaitEnd();
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        await().alias("the end of the system").atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + ports.get(0);
    }

    JdbcClient database() {
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + ports.get(1) + "/contracts", "postgres", "postgres"));
    }

    List<Integer> ports() {
        return ports;
    }

    int apiPort() {
        return ports.get(3);
    }

    int workerPort() {
        return ports.get(4);
    }

    Path data() {
        return directory.resolve("data");
    }

    /// Opens all ports at the same time, so that they are different.
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
