package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
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
                .matches("(\\$\\{[A-Z_]+:-)?[a-z./-]+:.+")
                .doesNotContain(":latest"));
    }

    /// Checks the limits that this project's containers have anyway, and those that third-party images need.
    @Test
    void noContainerGainsRightsOrTakesTheWholeMachine() {
        services.forEach((name, each) -> {
            JsonObject service = each.getAsJsonObject();
            assertThat(service.get("cap_drop")).as(name).hasToString("[\"ALL\"]");
            assertThat(service.get("security_opt")).as(name).hasToString("[\"no-new-privileges:true\"]");
            assertThat(service.get("pids_limit").getAsInt()).as(name).isBetween(1, 1024);
            assertThat(service.get("mem_limit").getAsString()).as(name).matches("[0-9]+[mg]");
            assertThat(service.has("privileged")).as(name).isFalse();
            if (service.has("cap_add")) {
                assertThat(name).isEqualTo("postgres");
                assertThat(service.get("cap_add"))
                        .hasToString("[\"CHOWN\",\"DAC_OVERRIDE\",\"FOWNER\",\"SETGID\",\"SETUID\"]");
            }
        });
    }

    @Test
    void ourContainersAreLocked() {
        assertThat(services).containsKeys(OURS.toArray(String[]::new));
        for (String name : OURS) {
            JsonObject service = Objects.requireNonNull(services.get(name)).getAsJsonObject();
            assertThat(service.get("read_only")).as(name).hasToString("true");
            assertThat(service.get("cap_drop")).as(name).hasToString("[\"ALL\"]");
            assertThat(service.get("security_opt")).as(name).hasToString("[\"no-new-privileges:true\"]");
        }
    }

    @Test
    void nothingStartsBeforeWhatItNeedsIsHealthy() {
        assertThat(condition("aggregator-service", "migration")).isEqualTo("service_completed_successfully");
        assertThat(condition("aggregator-service", "kafka")).isEqualTo("service_healthy");
        assertThat(condition("aggregator-service", "simulator")).isEqualTo("service_healthy");
        assertThat(condition("contract-api", "migration")).isEqualTo("service_completed_successfully");
        assertThat(condition("contract-api", "kafka")).isEqualTo("service_healthy");
        assertThat(condition("migration", "postgres")).isEqualTo("service_healthy");
        assertThat(condition("postgres", "secrets")).isEqualTo("service_completed_successfully");
    }

    @Test
    void noServiceSeesThePasswordOfAnother() {
        Map<String, String> volumes = Map.of(
                "postgres", "database-secrets",
                "migration", "owner-secrets",
                "aggregator-service", "worker-secrets",
                "contract-api", "api-secrets");
        volumes.forEach((name, volume) -> assertThat(service(name).getAsJsonArray("volumes").asList().stream()
                        .map(JsonElement::getAsString)
                        .filter(each -> each.contains("-secrets:")))
                .as(name)
                .containsExactly(volume + ":/run/secrets:ro"));
    }

    @Test
    void dataAreInNamedVolumes() {
        Set<String> named = Repository.yaml(Path.of("docker-compose.yml"))
                .getFirst()
                .getAsJsonObject("volumes")
                .keySet();
        assertThat(services.values().stream()
                        .map(JsonElement::getAsJsonObject)
                        .filter(each -> each.has("volumes"))
                        .flatMap(each -> each.getAsJsonArray("volumes").asList().stream())
                        .map(each -> each.getAsString().split(":", 2)[0]))
                .allSatisfy(source -> {
                    if (source.startsWith("./")) {
                        assertThat(Repository.ROOT.resolve(source)).exists();
                    } else {
                        assertThat(named).contains(source);
                    }
                });
    }

    @Test
    void aStopOfTheWorkerIsWaitedFor() {
        Duration grace = Duration.parse(
                "PT" + service("aggregator-service").get("stop_grace_period").getAsString());
        assertThat(grace).isGreaterThan(Sources.longestStop());
    }

    private String condition(String service, String on) {
        return service(service)
                .getAsJsonObject("depends_on")
                .getAsJsonObject(on)
                .get("condition")
                .getAsString();
    }

    private JsonObject service(String name) {
        return Objects.requireNonNull(services.get(name), name).getAsJsonObject();
    }
}
