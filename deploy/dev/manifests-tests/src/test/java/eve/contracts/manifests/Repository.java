package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The files of this repository, read as JSON.
final class Repository {

    static final Path ROOT = Path.of("../../..").toAbsolutePath().normalize();

    private Repository() {}

    static List<JsonObject> yaml(Path file) {
        try {
            return parse(Files.readString(ROOT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the output of `kubectl kustomize` for a folder. Skips the test if kubectl is missing, except in
    /// continuous integration.
    static List<JsonObject> kustomized(String folder) throws IOException, InterruptedException {
        needs("kubectl");
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder)
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).as("kubectl kustomize " + folder).isZero();
        return parse(rendered);
    }

    static List<JsonObject> overlay(String name) throws IOException, InterruptedException {
        return kustomized("deploy/kubernetes/overlays/" + name);
    }

    /// Returns the resources of an overlay that lists one more component.
    static List<JsonObject> with(String component, String overlay) throws IOException, InterruptedException {
        Path folder =
                Files.createDirectories(ROOT.resolve("deploy/dev/manifests-tests/target/" + component + "-" + overlay));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [../../../../kubernetes/overlays/%s]
                components: [../../../../kubernetes/components/%s]
                """.formatted(overlay, component));
        return kustomized(ROOT.relativize(folder).toString());
    }

    /// @param name kind and name
    static JsonObject one(List<JsonObject> resources, String name) {
        return resources.stream()
                .filter(each -> Kubernetes.name(each).equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("There is no " + name));
    }

    /// Skips the test if a program is not installed; in continuous integration it must be installed.
    static void needs(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        assumeTrue(there || "true".equals(System.getenv("CI")), program + " is not installed");
    }

    private static List<JsonObject> parse(String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Gson gson = new GsonBuilder().serializeNulls().create();
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(strict)).loadAll(yaml).spliterator(), false)
                .filter(Objects::nonNull)
                .map(gson::toJsonTree)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
