package eve.contracts.manifests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Validates resources with Kubernetes' own model, which knows every field.
final class Kubernetes {

    private Kubernetes() {}

    /// @throws IllegalArgumentException for an unknown field, a missing field or a wrong type
    static void validate(JsonObject resource) throws ReflectiveOperationException {
        if (CustomResources.isOne(resource)) {
            CustomResources.validate(resource);
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
        return kind(resource) + " " + simpleName(resource);
    }

    static String simpleName(JsonObject resource) {
        JsonObject metadata = resource.getAsJsonObject("metadata");
        return (metadata.has("name") ? metadata.get("name") : metadata.get("generateName")).getAsString();
    }

    /// Returns the pod of a Deployment or a Job; null for all other resources.
    static @Nullable JsonObject pod(JsonObject resource) {
        return Set.of("Deployment", "Job").contains(kind(resource))
                ? resource.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec")
                : null;
    }

    /// Returns the labels of the pods that a Deployment or a Job creates.
    static JsonObject podLabels(JsonObject resource) {
        return resource.getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("metadata")
                .getAsJsonObject("labels");
    }

    static List<JsonObject> containers(JsonObject pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> objects(pod, list).stream())
                .toList();
    }

    /// Returns the list with this name; empty if it does not exist.
    static List<JsonObject> objects(JsonObject parent, String list) {
        return parent.has(list)
                ? parent.getAsJsonArray(list).asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }
}
