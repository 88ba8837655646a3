package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
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
            assertThat(get(system, "/api/contracts?limit=1")).contains("\"contractId\":");
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
            system.startAgain();
            system.awaitAllAnswered();
            assertStoredAndSentOnce(system);
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

    private static long events(LocalSystem system) throws Exception {
        try (var kafka = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
            var partitions = kafka.describeTopics(List.of("contract-events")).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())));
            return kafka
                    .listOffsets(partitions.collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static String get(LocalSystem system, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + system.apiPort() + path))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
