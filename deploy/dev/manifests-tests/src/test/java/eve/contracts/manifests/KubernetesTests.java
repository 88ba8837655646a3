package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import eve.contracts.model.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTests {

    private static final String REDRIVE = "deploy/kubernetes/redrive-job.yaml";

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyResourceFitsTheModelAndIsThereOnce(String overlay) throws Exception {
        List<JsonObject> resources = Repository.overlay(overlay);
        for (JsonObject resource : resources) {
            Kubernetes.validate(resource);
        }
        assertThat(resources.stream().map(Kubernetes::name)).doesNotHaveDuplicates();
        assertThat(resources.stream().map(Kubernetes::kind))
                .contains("Namespace", "Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget", "KafkaTopic");
    }

    @Test
    void aMisspeltFieldOfACustomResourceIsSeen() throws Exception {
        JsonObject topic = Repository.one(Repository.overlay("local"), "KafkaTopic contract-ids");
        Kubernetes.validate(topic);
        topic.getAsJsonObject("spec").addProperty("partition", 6);
        assertThatThrownBy(() -> Kubernetes.validate(topic)).hasMessageContaining("partition");
        JsonObject scaled = Repository.one(Repository.overlay("production"), "ScaledObject aggregator-service");
        scaled.getAsJsonObject("spec").addProperty("maxReplicaCount", "many");
        assertThatThrownBy(() -> Kubernetes.validate(scaled)).hasMessageContaining("maxReplicaCount");
    }

    @Test
    void theResourcesBesideTheOverlaysFitToo() throws Exception {
        for (String file : List.of(REDRIVE, "deploy/kubernetes/monitoring.yaml")) {
            for (JsonObject resource : Repository.yaml(Path.of(file))) {
                Kubernetes.validate(resource);
            }
        }
    }

    @Test
    void aMisspeltFieldIsSeen() throws Exception {
        JsonObject job = Repository.yaml(Path.of(REDRIVE)).getFirst();
        Kubernetes.validate(job);
        JsonObject pod = job.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec");
        pod.addProperty("restartPolize", "Never");
        assertThatThrownBy(() -> Kubernetes.validate(job)).hasMessageContaining("restartPolize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyTopicOfTheServicesIsThere(String overlay) throws Exception {
        Topics topics = new Topics("");
        Map<String, JsonObject> there = Repository.overlay(overlay).stream()
                .filter(each -> Kubernetes.kind(each).equals("KafkaTopic"))
                .collect(Collectors.toMap(
                        each -> each.getAsJsonObject("metadata").get("name").getAsString(), Function.identity()));
        assertThat(there)
                .containsOnlyKeys(
                        topics.contractIds(),
                        topics.retry(0),
                        topics.retry(1),
                        topics.retry(2),
                        topics.retry(3),
                        topics.deadLetters(),
                        topics.events());
        assertThat(config(there.get(topics.deadLetters()), "retention.ms")).isEqualTo(-1);
        assertThat(config(there.get(topics.retry(3)), "max.message.bytes"))
                .isGreaterThan(config(there.get(topics.contractIds()), "max.message.bytes"));
    }

    private static long config(@Nullable JsonObject topic, String key) {
        return Objects.requireNonNull(topic)
                .getAsJsonObject("spec")
                .getAsJsonObject("config")
                .get(key)
                .getAsLong();
    }

    @Test
    void noSecretIsInTheRepository() throws Exception {
        assertThat(Repository.overlay("local"))
                .noneMatch(each -> Kubernetes.kind(each).equals("Secret"));
        assertThat(Repository.overlay("production"))
                .filteredOn(each -> Kubernetes.kind(each).equals("Secret"))
                .allSatisfy(
                        each -> assertThat(each.getAsJsonObject("stringData").keySet())
                                .containsExactlyInAnyOrder("username", "sasl", "tls"));
    }

    @Test
    void whatTheRedriveJobSaysIsUnderstoodByTheCommandLine() {
        JsonObject pod = Objects.requireNonNull(
                Kubernetes.pod(Repository.yaml(Path.of(REDRIVE)).getFirst()));
        JsonObject container = Kubernetes.containers(pod).getFirst();
        assertThat(container.get("command").toString()).endsWith("eve.contracts.api.cli.ContractsCli\"]");
        String sources = Sources.all();
        assertThat(container.getAsJsonArray("args").asList().stream()
                        .map(each -> each.getAsString().split("=", 2)[0]))
                .hasSizeGreaterThan(3)
                .allSatisfy(word -> assertThat(sources).contains("\"" + word + "\""));
    }
}
