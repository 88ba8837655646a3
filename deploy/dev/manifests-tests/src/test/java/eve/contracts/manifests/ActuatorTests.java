package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Metrics and health listen only on this machine; in a container, on all addresses that its network allows.
class ActuatorTests {

    private static final String ADDRESS = "${ACTUATOR_ADDRESS:127.0.0.1}";

    /// The worker has only one port, the port of its actuator.
    @ParameterizedTest
    @CsvSource({
        "aggregator-service/src/main/resources/aggregator.yml, server",
        "contract-api/src/main/resources/contract-api.yml, management.server",
    })
    void theActuatorListensOnThisMachineOnly(Path configuration, String server) {
        var found = Repository.yaml(configuration).getFirst();
        for (var name : server.split("\\.")) {
            found = found.getAsJsonObject(name);
        }
        assertThat(found.get("address").getAsString()).isEqualTo(ADDRESS);
    }

    @Test
    void theImagesListenOnAllAddresses() throws Exception {
        assertThat(Files.readString(Repository.ROOT.resolve("deploy/images/Dockerfile")))
                .contains("\nENV ACTUATOR_ADDRESS=0.0.0.0\n");
    }
}
