package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposeTests {

    private static final Set<String> OURS = Set.of("migration", "aggregator-service", "contract-api", "simulator");

    private final Map<String, JsonElement> services = Repository.yaml(Path.of("docker-compose.yml"))
            .getFirst()
            .getAsJsonObject("services")
            .asMap();

    @Test
    void portsAreOpenOnThisMachineOnly() {
        services.forEach((name, service) -> {
            JsonElement ports = service.getAsJsonObject().get("ports");
            if (ports != null) {
                assertThat(ports.getAsJsonArray())
                        .as(name)
                        .allSatisfy(port -> assertThat(port.getAsString()).startsWith("127.0.0.1:"));
            }
        });
    }

    @Test
    void imagesHaveFixedTags() {
        services.forEach((name, service) -> assertThat(
                        service.getAsJsonObject().get("image").getAsString())
                .as(name)
                .matches("[a-z./-]+:.+")
                .doesNotEndWith(":latest"));
    }

    @Test
    void ourContainersAreLocked() {
        assertThat(services).containsKeys(OURS.toArray(String[]::new));
        for (String name : OURS) {
            JsonObject service = Objects.requireNonNull(services.get(name)).getAsJsonObject();
            assertThat(service.get("read_only")).as(name).hasToString("true");
            assertThat(service.get("cap_drop")).as(name).hasToString("[\"ALL\"]");
        }
    }
}
