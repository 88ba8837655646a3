package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Access tokens on Kubernetes need only this component in an overlay, and the names in it.
class TokensComponentTests {

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void theApiKnowsTheIssuerAndTheAudienceAndMayReachTheIssuer(String overlay) throws Exception {
        List<JsonObject> resources = Repository.with("tokens", overlay);
        for (JsonObject resource : resources) {
            Kubernetes.validate(resource);
        }

        JsonObject pod = Objects.requireNonNull(Kubernetes.pod(Repository.one(resources, "Deployment contract-api")));
        Map<String, String> variables =
                Kubernetes.objects(Kubernetes.objects(pod, "containers").getFirst(), "env").stream()
                        .filter(each -> each.has("value"))
                        .collect(Collectors.toMap(
                                each -> each.get("name").getAsString(),
                                each -> each.get("value").getAsString()));
        assertThat(variables.get("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI"))
                .startsWith("https://");
        assertThat(variables.get("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES"))
                .isNotBlank();
        JsonObject way = Repository.one(resources, "NetworkPolicy tokens").getAsJsonObject("spec");
        assertThat(way.getAsJsonObject("podSelector").toString())
                .contains("contract-api")
                .doesNotContain("aggregator-service");
        assertThat(way.get("egress").toString()).contains("\"port\":443", "\"10.0.0.0/8\"");
    }
}
