package eve.contracts.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalApplicationTests {

    private static final int CONTRACTS = 50;

    @TempDir
    Path directory;

    @Test
    void everythingIsStoredAndSentOnceHoweverOftenTheSystemIsStoppedOrKilled() throws Exception {
        try (var system = new LocalSystem(directory, "-Dsimulator.contracts=" + CONTRACTS)) {
            system.awaitAllAnswered();
            assertStoredAndSentOnce(system);
            assertThat(get(system.apiPort(), "/api/contracts?limit=1")).contains("\"contractId\":");
            assertOpenOnThisMachineOnly(system);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(system.data().resolve("operator-password"))))
                    .isEqualTo("rw-------");

            assertThat(system.data().resolve("log", "local.log")).isNotEmptyFile();

            system.stop();
            assertThat(system.output()).contains("Stopped after").doesNotContain("! ", "\u001b");
            system.startAgain();
            system.awaitAllAnswered();
            assertStoredAndSentOnce(system);

            system.kill();
            system.startAgain(SETTINGS, "-Dcontracts.intake.window=16");
            system.awaitAllAnswered();
            assertStoredAndSentOnce(system);
            assertSettingsAreTaken(system);
        }
    }

    /// The user's settings override the defaults of the local run, but not the values that this process has
    /// fixed.
    private static final Map<String, String> SETTINGS = Map.of(
            "CONTRACTS_INTAKE_RETRY_DELAYS", "1s,2s",
            "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", "7",
            "LOGGING_LEVEL_EVE_CONTRACTS", "DEBUG",
            "CONTRACTS_READING_OPEN", "false",
            "READER_PASSWORD", "reads and no more",
            "SPRING_DATASOURCE_URL", "jdbc:postgresql://nowhere.invalid/none",
            "SPRING_KAFKA_BOOTSTRAP_SERVERS", "nowhere.invalid:9092",
            "CONTRACTS_ESI_BASEURL", "http://nowhere.invalid",
            "SERVER_PORT", "1",
            "MANAGEMENT_SERVER_PORT", "2");

    private static void assertSettingsAreTaken(LocalSystem system) throws Exception {
        assertThat(get(system.workerPort(), "/actuator/prometheus"))
                .contains(
                        "intake_window 16.0",
                        "topic=\"contract-ids-retry-1\"",
                        "hikaricp_connections_max{pool=\"HikariPool-1\"} 7.0");
        assertThat(get(system.apiPort(), "/api/contracts?limit=1")).doesNotContain("\"contractId\":");
        var reader = Base64.getEncoder().encodeToString("reader:reads and no more".getBytes(UTF_8));
        assertThat(get(system.apiPort(), "/api/contracts?limit=1", "Authorization", "Basic " + reader))
                .contains("\"contractId\":");
        assertThat(Files.readString(system.data().resolve("log", "local.log"))).contains(" DEBUG ");
    }

    /// All parts of the local run listen only on the loopback address.
    private static void assertOpenOnThisMachineOnly(LocalSystem system) throws Exception {
        var addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (var address : addresses) {
            for (int port : system.ports()) {
                try (var socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 2_000))
                            .as("%s:%d", address, port)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static String get(int port, String path, String... headers) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static void assertStoredAndSentOnce(LocalSystem system) throws Exception {
        assertThat(system.database()
                        .sql("select count(*) from contract where version = 1")
                        .query(Integer.class)
                        .single())
                .isEqualTo(CONTRACTS);
        assertThat(events(system)).isEqualTo(CONTRACTS);
    }

    /// Counts the events by reading them, because the relay's transactions also use offsets.
    private static long events(LocalSystem system) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", system.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor("contract-events").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long count = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                count += consumer.poll(Duration.ofMillis(100)).count();
            }
            return count;
        }
    }
}
