package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that pods can reach only the pods and addresses that they need.
class NetworkTests {

    /// Operators and engines in the cluster, whose connections only their projects can list.
    private static final Set<String> OF_OTHERS = Set.of("engines", "database-server");

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void allIsDeniedThatIsNotSaid(String overlay) throws Exception {
        JsonObject spec = spec(overlay, "default-deny");
        assertThat(spec.getAsJsonObject("podSelector").isEmpty()).isTrue();
        assertThat(spec.get("policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(spec.keySet()).doesNotContain("ingress", "egress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyOpeningNamesItsPeersAndPorts(String overlay) throws Exception {
        for (JsonObject policy : policies(overlay)) {
            if (OF_OTHERS.contains(Kubernetes.simpleName(policy))) {
                continue;
            }
            JsonObject spec = policy.getAsJsonObject("spec");
            Kubernetes.objects(spec, "ingress").forEach(rule -> isNarrow(policy, rule, "from"));
            Kubernetes.objects(spec, "egress").forEach(rule -> isNarrow(policy, rule, "to"));
        }
    }

    private static void isNarrow(JsonObject policy, JsonObject rule, String peers) {
        String name = Kubernetes.name(policy);
        assertThat(Kubernetes.objects(rule, "ports")).as(name).isNotEmpty();
        assertThat(Kubernetes.objects(rule, peers)).as(name).isNotEmpty().allSatisfy(peer -> {
            for (String selector : List.of("podSelector", "namespaceSelector")) {
                if (peer.has(selector)) {
                    assertThat(peer.getAsJsonObject(selector).isEmpty()).isFalse();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void onlyTheWorkerGoesOutAndNowhereInside(String overlay) throws Exception {
        assertThat(policies(overlay))
                .filteredOn(policy -> policy.toString().contains("ipBlock"))
                .singleElement()
                .satisfies(policy -> {
                    JsonObject spec = policy.getAsJsonObject("spec");
                    assertThat(spec.getAsJsonObject("podSelector"))
                            .hasToString("{\"matchLabels\":{\"app.kubernetes.io/name\":\"aggregator-service\"}}");
                    assertThat(spec.toString())
                            .contains(
                                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
                            .contains("\"::/0\"", "::ffff:0:0/96", "fc00::/7", "fe80::/10", "ff00::/8")
                            .contains("\"port\":443");
                });
    }

    @Test
    void theRedriveJobReachesTheServiceAndNothingElse() throws Exception {
        JsonObject labels = Kubernetes.podLabels(
                Repository.yaml(Path.of("deploy/kubernetes/redrive-job.yaml")).getFirst());
        assertThat(policies("production"))
                .filteredOn(policy -> selects(policy, labels))
                .extracting(Kubernetes::simpleName)
                .containsExactlyInAnyOrder("default-deny", "names", "redrive");
    }

    private static boolean selects(JsonObject policy, JsonObject labels) {
        JsonObject selector = policy.getAsJsonObject("spec").getAsJsonObject("podSelector");
        if (selector.has("matchExpressions")) {
            return Kubernetes.objects(selector, "matchExpressions").stream().allMatch(expression -> {
                var label = labels.get(expression.get("key").getAsString());
                return label != null && expression.getAsJsonArray("values").contains(label);
            });
        }
        return !selector.has("matchLabels")
                || labels.entrySet()
                        .containsAll(selector.getAsJsonObject("matchLabels").entrySet());
    }

    private static JsonObject spec(String overlay, String name) throws Exception {
        return Repository.one(Repository.overlay(overlay), "NetworkPolicy " + name)
                .getAsJsonObject("spec");
    }

    private static List<JsonObject> policies(String overlay) throws Exception {
        return Repository.overlay(overlay).stream()
                .filter(each -> Kubernetes.kind(each).equals("NetworkPolicy"))
                .toList();
    }
}
