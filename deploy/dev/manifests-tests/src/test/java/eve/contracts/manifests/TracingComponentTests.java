package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Traces on Kubernetes need only this component in an overlay.
class TracingComponentTests {

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void bothServicesSendTracesAndMayReachTheCollector(String overlay) throws Exception {
        List<JsonObject> resources = Repository.with("tracing", overlay);
        for (JsonObject resource : resources) {
            Kubernetes.validate(resource);
        }

        JsonObject data = Repository.one(resources, "ConfigMap connections").getAsJsonObject("data");
        for (String configuration : List.of(
                "aggregator-service/src/main/resources/aggregator.yml",
                "contract-api/src/main/resources/contract-api.yml")) {
            assertThat(Repository.yaml(Path.of(configuration)).getLast().toString())
                    .contains("\"on-profile\":" + data.get("SPRING_PROFILES_ACTIVE"));
        }
        JsonObject traces = Repository.one(resources, "NetworkPolicy traces").getAsJsonObject("spec");
        assertThat(traces.getAsJsonObject("podSelector").toString()).contains("aggregator-service", "contract-api");
        URI collector = URI.create(data.get("OTEL_EXPORTER_OTLP_ENDPOINT").getAsString());
        assertThat(traces.get("egress").toString())
                .contains("\"port\":" + collector.getPort())
                .contains("\"" + collector.getHost().split("\\.")[1] + "\"");
    }
}
