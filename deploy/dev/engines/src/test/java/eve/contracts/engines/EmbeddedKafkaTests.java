package eve.contracts.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTests {

    @TempDir
    Path directory;

    @Test
    void keepsItsDataFromOneStartToTheNext() throws Exception {
        try (EmbeddedKafka kafka = broker().start()) {
            Records.write(kafka, "kept", "first");
        }
        try (EmbeddedKafka kafka = broker().start()) {
            Records.append(kafka, "kept", "second");
            assertThat(Records.read(kafka, "kept", 2)).isEqualTo(List.of("first", "second"));
        }
    }

    @Test
    void comesBackOnTheSameAddressAfterAStop() throws Exception {
        try (EmbeddedKafka kafka = broker().start()) {
            Records.write(kafka, "kept", "first");
            String address = kafka.bootstrapServers();

            kafka.stop();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(Records.read(kafka, "kept", 1)).isEqualTo(List.of("first"));
        }
    }

    @Test
    void createsNoTopicUnasked() throws Exception {
        try (EmbeddedKafka kafka = broker().start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("unknown"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void namesTheTakenPortAndItsOption() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> broker().port(port, "-Dkafka.port=").start())
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port %d is taken; set another with -Dkafka.port=…", port);
            assertThat(directory.resolve("logs")).doesNotExist();
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (var _ = broker().start()) {
            assertThatThrownBy(() -> broker().start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is in use");
        }
    }

    private EmbeddedKafka.Options broker() {
        return EmbeddedKafka.options().directory(directory);
    }
}
