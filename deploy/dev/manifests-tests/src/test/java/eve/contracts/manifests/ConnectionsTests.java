package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Compares the connections of all pods together with PostgreSQL's limit.
class ConnectionsTests {

    /// The default of PostgreSQL and of CloudNativePG.
    private static final int MAX_CONNECTIONS = 100;
    /// For superusers, the migration, a backup, and operators who connect.
    private static final int OF_OTHERS = 3 + 7;

    @Test
    void allPoolsOfTheProductionOverlayFitWhileEveryPodIsReplaced() throws Exception {
        List<JsonObject> resources = Repository.overlay("production");
        int workers = Repository.one(resources, "ScaledObject aggregator-service")
                .getAsJsonObject("spec")
                .get("maxReplicaCount")
                .getAsInt();
        JsonObject worker = spec(resources, "aggregator-service");
        JsonObject api = spec(resources, "contract-api");

        int all = (workers + surge(worker)) * pool(worker, "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE")
                + (api.get("replicas").getAsInt() + surge(api))
                        * (pool(api, "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE")
                                + pool(api, "CONTRACTS_READ_MAXIMUMPOOLSIZE"));

        assertThat(all).isPositive().isLessThanOrEqualTo(MAX_CONNECTIONS - OF_OTHERS);
    }

    private static JsonObject spec(List<JsonObject> resources, String name) {
        return Repository.one(resources, "Deployment " + name).getAsJsonObject("spec");
    }

    private static int surge(JsonObject deployment) {
        return deployment
                .getAsJsonObject("strategy")
                .getAsJsonObject("rollingUpdate")
                .get("maxSurge")
                .getAsInt();
    }

    private static int pool(JsonObject deployment, String variable) {
        JsonObject pod = deployment.getAsJsonObject("template").getAsJsonObject("spec");
        return Kubernetes.objects(Kubernetes.objects(pod, "containers").getFirst(), "env").stream()
                .filter(each -> each.get("name").getAsString().equals(variable))
                .map(each -> each.get("value").getAsInt())
                .findAny()
                .orElseThrow(() -> new AssertionError(variable + " is not set"));
    }
}
