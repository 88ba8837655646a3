package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks how pods run: hardened, with probes, spread over nodes, after the migration, and with enough time to
/// stop.
class PodTests {

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void podsAreRestricted(String overlay) throws Exception {
        Stream.concat(
                        Repository.overlay(overlay).stream(),
                        Repository.yaml(Path.of("deploy/kubernetes/redrive-job.yaml")).stream())
                .forEach(PodTests::isRestricted);
    }

    private static void isRestricted(JsonObject resource) {
        JsonObject pod = Kubernetes.pod(resource);
        if (pod == null) {
            return;
        }
        String name = Kubernetes.name(resource);
        assertThat(pod.get("automountServiceAccountToken")).as(name).hasToString("false");
        JsonObject context = pod.getAsJsonObject("securityContext");
        assertThat(context.get("runAsNonRoot")).as(name).hasToString("true");
        assertThat(context.getAsJsonObject("seccompProfile").get("type").getAsString())
                .as(name)
                .isEqualTo("RuntimeDefault");
        for (JsonObject container : Kubernetes.containers(pod)) {
            String image = container.get("image").getAsString();
            assertThat(image).as(name).matches(".+:[^/:]+").doesNotEndWith(":latest");
            JsonObject limits = container.getAsJsonObject("securityContext");
            assertThat(limits.get("readOnlyRootFilesystem")).as(name).hasToString("true");
            assertThat(limits.get("allowPrivilegeEscalation")).as(name).hasToString("false");
            assertThat(limits.getAsJsonObject("capabilities").get("drop"))
                    .as(name)
                    .hasToString("[\"ALL\"]");
            JsonObject resources = container.getAsJsonObject("resources");
            assertThat(resources.getAsJsonObject("requests").keySet()).as(name).contains("cpu", "memory");
            assertThat(resources.getAsJsonObject("limits").keySet()).as(name).contains("memory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void servicesWaitLongerThanTheirDrain(String overlay) throws Exception {
        Set<String> services = Set.of("Deployment aggregator-service", "Deployment contract-api");
        assertThat(Repository.overlay(overlay))
                .filteredOn(each -> services.contains(Kubernetes.name(each)))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.getAsJsonObject("spec")
                                .getAsJsonObject("template")
                                .getAsJsonObject("spec")
                                .get("terminationGracePeriodSeconds")
                                .getAsInt())
                        .isGreaterThan((int) Sources.longestStop().toSeconds()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void servicesStartAfterTheMigrationAndCannotChangeTheSchema(String overlay) throws Exception {
        List<JsonObject> resources = Repository.overlay(overlay);
        assertThat(Repository.one(resources, "ConfigMap connections")
                        .getAsJsonObject("data")
                        .get("SPRING_LIQUIBASE_ENABLED")
                        .getAsString())
                .isEqualTo("false");
        JsonObject migration = podOf(resources, "Job migration");
        assertThat(variables(migration, "containers"))
                .containsEntry("SPRING_LIQUIBASE_ENABLED", "true")
                .containsEntry("DATABASE_USERNAME", "contracts_owner");
        Map<String, String> users = Map.of("aggregator-service", "contracts_writer", "contract-api", "contracts_api");
        users.forEach((service, user) -> {
            JsonObject pod = podOf(resources, "Deployment " + service);
            assertThat(variables(pod, "containers")).as(service).containsEntry("DATABASE_USERNAME", user);
            assertThat(variables(pod, "initContainers")).as(service).containsEntry("DATABASE_USERNAME", user);
            JsonObject wait = Kubernetes.objects(pod, "initContainers").getFirst();
            assertThat(wait.get("command").toString()).endsWith("eve.contracts.schema.SchemaWait\"]");
            assertThat(wait.get("image"))
                    .isEqualTo(Kubernetes.objects(migration, "containers")
                            .getFirst()
                            .get("image"));
        });
    }

    private static JsonObject podOf(List<JsonObject> resources, String name) {
        return Objects.requireNonNull(Kubernetes.pod(Repository.one(resources, name)));
    }

    private static Map<String, String> variables(JsonObject pod, String containers) {
        return Kubernetes.objects(Kubernetes.objects(pod, containers).getFirst(), "env").stream()
                .filter(each -> each.has("value"))
                .collect(Collectors.toMap(
                        each -> each.get("name").getAsString(),
                        each -> each.get("value").getAsString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void servicesAreProbedAndSpreadAndMayBeDisturbedOneByOne(String overlay) throws Exception {
        List<JsonObject> resources = Repository.overlay(overlay);
        for (String service : List.of("aggregator-service", "contract-api")) {
            JsonObject pod = podOf(resources, "Deployment " + service);
            JsonObject container = Kubernetes.objects(pod, "containers").getFirst();
            Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
                    .forEach((probe, group) -> {
                        JsonObject get = container.getAsJsonObject(probe).getAsJsonObject("httpGet");
                        assertThat(get.get("path").getAsString()).isEqualTo("/actuator/health/" + group);
                        assertThat(get.get("port").getAsString()).isEqualTo("management");
                    });
            assertThat(Kubernetes.objects(pod, "topologySpreadConstraints"))
                    .extracting(each -> each.get("topologyKey").getAsString())
                    .contains("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            assertThat(pod.get("serviceAccountName").getAsString()).isEqualTo(service);
            assertThat(Repository.one(resources, "ServiceAccount " + service).get("automountServiceAccountToken"))
                    .hasToString("false");
            assertThat(Repository.one(resources, "PodDisruptionBudget " + service)
                            .getAsJsonObject("spec")
                            .get("maxUnavailable")
                            .getAsInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void theOperatorsPodsAreRestrictedToo() throws Exception {
        List<JsonObject> resources = Repository.overlay("local");
        JsonObject broker = Repository.one(resources, "KafkaNodePool single").getAsJsonObject("spec");
        JsonObject entities = Repository.one(resources, "Kafka contracts")
                .getAsJsonObject("spec")
                .getAsJsonObject("entityOperator");
        for (JsonObject owner : List.of(broker, entities)) {
            JsonObject template = owner.getAsJsonObject("template");
            template.entrySet().stream()
                    .map(each -> each.getValue().getAsJsonObject().getAsJsonObject("securityContext"))
                    .forEach(context -> assertThat(context.toString())
                            .containsAnyOf(
                                    "\"runAsNonRoot\":true",
                                    "\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}"));
        }
        assertThat(broker.getAsJsonObject("template").keySet()).contains("pod", "kafkaContainer");
        assertThat(entities.getAsJsonObject("template").keySet())
                .contains("pod", "topicOperatorContainer", "userOperatorContainer");
    }
}
