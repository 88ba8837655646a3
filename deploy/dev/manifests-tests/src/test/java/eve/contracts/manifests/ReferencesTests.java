package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import eve.contracts.model.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that everything that a resource refers to exists.
class ReferencesTests {

    private static final Set<String> OF_A_KAFKA_USER = Set.of("password", "sasl.jaas.config");

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everySecretAndConfigMapOfAPodIsThereWithItsKeys(String overlay) throws Exception {
        List<JsonObject> resources = Repository.overlay(overlay);
        Map<String, Set<String>> there = configMaps(resources);
        there.putAll(overlay.equals("local") ? secretsMade(resources) : secretsFetched(resources));
        for (JsonObject resource : resources) {
            JsonObject pod = Kubernetes.pod(resource);
            if (pod == null) {
                continue;
            }
            for (String asked : asked(pod)) {
                String[] parts = asked.split("#");
                assertThat(there).as(Kubernetes.name(resource)).containsKey(parts[0]);
                if (parts.length > 1) {
                    assertThat(there.get(parts[0])).as(asked).contains(parts[1]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everySelectorMeetsPods(String overlay) throws Exception {
        List<JsonObject> resources = Repository.overlay(overlay);
        List<JsonObject> labels = resources.stream()
                .filter(each -> Kubernetes.pod(each) != null)
                .map(Kubernetes::podLabels)
                .toList();
        for (JsonObject resource : resources) {
            switch (Kubernetes.kind(resource)) {
                case "Service" ->
                    meets(resource, resource.getAsJsonObject("spec").getAsJsonObject("selector"), labels);
                case "Deployment", "PodDisruptionBudget" ->
                    meets(
                            resource,
                            resource.getAsJsonObject("spec")
                                    .getAsJsonObject("selector")
                                    .getAsJsonObject("matchLabels"),
                            labels);
                default -> {}
            }
        }
    }

    private static void meets(JsonObject resource, JsonObject selector, List<JsonObject> labels) {
        assertThat(labels)
                .as(Kubernetes.name(resource))
                .anySatisfy(each -> assertThat(each.entrySet()).containsAll(selector.entrySet()));
    }

    @Test
    void theAutoscalerFollowsTheWorkersGroupAndKnowsItsCap() throws Exception {
        JsonObject scaled = Repository.one(Repository.overlay("production"), "ScaledObject aggregator-service")
                .getAsJsonObject("spec");
        assertThat(scaled.get("minReplicaCount").getAsInt()).isGreaterThanOrEqualTo(2);
        // ESI counts by address: more workers only share the same limit.
        assertThat(scaled.get("maxReplicaCount").getAsInt()).isBetween(2, 6);
        assertThat(Repository.one(Repository.overlay("production"), "Deployment aggregator-service")
                        .toString())
                .contains("{\"name\":\"CONTRACTS_ESI_REPLICAS\",\"value\":\""
                        + scaled.get("maxReplicaCount").getAsInt() + "\"}");
        JsonObject lag =
                scaled.getAsJsonArray("triggers").get(0).getAsJsonObject().getAsJsonObject("metadata");
        assertThat(lag.get("topic").getAsString()).isEqualTo(new Topics("").contractIds());
        assertThat(lag.get("consumerGroup").getAsString()).isEqualTo(new Topics("").workerGroup());
    }

    @Test
    void theAutoscalerHasAUserOfItsOwnThatMayOnlyDescribe() throws Exception {
        List<JsonObject> resources = Repository.overlay("production");
        JsonObject user = Repository.one(resources, "KafkaUser autoscaler").getAsJsonObject("spec");
        assertThat(Kubernetes.objects(user.getAsJsonObject("authorization"), "acls"))
                .hasSize(2)
                .allSatisfy(acl -> {
                    assertThat(acl.get("operations")).hasToString("[\"Describe\"]");
                    assertThat(acl.getAsJsonObject("resource").get("patternType"))
                            .hasToString("\"literal\"");
                });
        JsonObject login =
                Repository.one(resources, "TriggerAuthentication kafka-lag").getAsJsonObject("spec");
        assertThat(Kubernetes.objects(login, "secretTargetRef"))
                .filteredOn(each -> each.get("parameter").getAsString().equals("password"))
                .singleElement()
                .hasToString("{\"key\":\"password\",\"name\":\"autoscaler\",\"parameter\":\"password\"}");
        assertThat(Repository.one(resources, "Secret kafka-lag")
                        .getAsJsonObject("stringData")
                        .get("username")
                        .getAsString())
                .isEqualTo("autoscaler");
    }

    private static List<String> asked(JsonObject pod) {
        List<String> asked = new ArrayList<>();
        for (JsonObject container : Kubernetes.containers(pod)) {
            for (JsonObject from : Kubernetes.objects(container, "envFrom")) {
                asked.add(from.getAsJsonObject("configMapRef").get("name").getAsString());
            }
            for (JsonObject variable : Kubernetes.objects(container, "env")) {
                if (variable.has("valueFrom")) {
                    JsonObject reference = variable.getAsJsonObject("valueFrom").getAsJsonObject("configMapKeyRef");
                    asked.add(reference.get("name").getAsString() + "#"
                            + reference.get("key").getAsString());
                }
            }
        }
        for (JsonObject volume : Kubernetes.objects(pod, "volumes")) {
            if (volume.has("projected")) {
                for (JsonObject source : Kubernetes.objects(volume.getAsJsonObject("projected"), "sources")) {
                    JsonObject secret = source.getAsJsonObject("secret");
                    for (JsonObject item : Kubernetes.objects(secret, "items")) {
                        asked.add(secret.get("name").getAsString() + "#"
                                + item.get("key").getAsString());
                    }
                }
            }
        }
        return asked;
    }

    private static Map<String, Set<String>> configMaps(List<JsonObject> resources) {
        return resources.stream()
                .filter(each -> Kubernetes.kind(each).equals("ConfigMap"))
                .collect(Collectors.toMap(
                        Kubernetes::simpleName,
                        each -> each.getAsJsonObject("data").keySet(),
                        (one, _) -> one,
                        HashMap::new));
    }

    /// Returns the secrets that the script `passwords` creates, and those that the operators create for their
    /// resources.
    private static Map<String, Set<String>> secretsMade(List<JsonObject> resources) throws IOException {
        Map<String, Set<String>> made = new HashMap<>();
        String script = Files.readString(Repository.ROOT.resolve("deploy/kubernetes/passwords"));
        for (String name :
                List.of("database-owner", "database-writer", "database-api", "database-reader", "operator", "reader")) {
            assertThat(script).contains(name + "=");
            made.put(name, Set.of("username", "password"));
        }
        for (JsonObject resource : resources) {
            String name = Kubernetes.simpleName(resource);
            switch (Kubernetes.kind(resource)) {
                case "KafkaUser" -> made.put(name, OF_A_KAFKA_USER);
                case "Kafka" -> made.put(name + "-cluster-ca-cert", Set.of("ca.crt"));
                case "Cluster" -> made.put(name + "-ca", Set.of("ca.crt"));
                default -> {}
            }
        }
        return made;
    }

    /// Returns the secrets from the store, and those that Strimzi creates for the users.
    private static Map<String, Set<String>> secretsFetched(List<JsonObject> resources) {
        Map<String, Set<String>> fetched = new HashMap<>();
        for (JsonObject resource : resources) {
            JsonObject spec = resource.getAsJsonObject("spec");
            switch (Kubernetes.kind(resource)) {
                case "KafkaUser" -> isNew(fetched, Kubernetes.simpleName(resource), OF_A_KAFKA_USER);
                case "ExternalSecret" ->
                    isNew(
                            fetched,
                            spec.getAsJsonObject("target").get("name").getAsString(),
                            spec.getAsJsonArray("data").asList().stream()
                                    .map(JsonElement::getAsJsonObject)
                                    .map(each -> each.get("secretKey").getAsString())
                                    .collect(Collectors.toSet()));
                default -> {}
            }
        }
        return fetched;
    }

    private static void isNew(Map<String, Set<String>> secrets, String name, Set<String> keys) {
        assertThat(secrets.put(name, keys))
                .as("another owner of the secret " + name)
                .isNull();
    }
}
