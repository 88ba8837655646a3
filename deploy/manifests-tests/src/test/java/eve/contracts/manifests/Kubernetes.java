package eve.contracts.manifests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Kubernetes' own model, which knows every field.
final class Kubernetes {

    /// Custom resources, which that model does not have.
    private static final Set<String> CUSTOM =
            Set.of("kafka.strimzi.io/v1", "postgresql.cnpg.io/v1", "keda.sh/v1alpha1", "external-secrets.io/v1");

    private Kubernetes() {}

    /// @throws IllegalArgumentException for an unknown field, a missing one or a wrong type
    static void validate(JsonObject resource) throws ReflectiveOperationException {
        if (CUSTOM.contains(resource.get("apiVersion").getAsString())) {
            return;
        }
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + kind(resource));
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, resource);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    name(resource) + ": " + e.getTargetException().getMessage(), e);
        }
    }

    static String kind(JsonObject resource) {
        return resource.get("kind").getAsString();
    }

    static String name(JsonObject resource) {
        JsonObject metadata = resource.getAsJsonObject("metadata");
        JsonElement name = metadata.has("name") ? metadata.get("name") : metadata.get("generateName");
        return kind(resource) + " " + name.getAsString();
    }

    /// The pod of a Deployment or a Job; null for all others.
    static @Nullable JsonObject pod(JsonObject resource) {
        return Set.of("Deployment", "Job").contains(kind(resource))
                ? resource.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec")
                : null;
    }

    static List<JsonObject> containers(JsonObject pod) {
        return Stream.of("initContainers", "containers")
                .filter(pod::has)
                .map(pod::getAsJsonArray)
                .flatMap(Kubernetes::objects)
                .toList();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }
}
