package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Checks that third-party artifacts are pinned by digest, in places that Renovate finds.
class PinnedTests {

    private static final String WORKFLOW = ".github/workflows/build.yml";
    private static final String IMAGES = "deploy/images/pinned.env";

    @Test
    void everyImageOfOthersHasADigestForTheTagThatComposeAndTheDockerfileName() throws IOException {
        Map<String, String> pinned = new TreeMap<>();
        text(IMAGES).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] image = line.split("[=@]");
            assertThat(image[2]).matches("sha256:[0-9a-f]{64}");
            pinned.put(image[0], image[1]);
        });
        Map<String, String> named = new TreeMap<>();
        Pattern.compile("\\$\\{([A-Z]+_IMAGE):-([^}]+)}")
                .matcher(text("docker-compose.yml"))
                .results()
                .forEach(image -> named.put(image.group(1), image.group(2)));

        assertThat(pinned).isEqualTo(named).hasSize(6);
        assertThat(text("deploy/images/Dockerfile"))
                .contains("ARG JDK=" + named.get("JDK_IMAGE"), "ARG JRE=" + named.get("JRE_IMAGE"));
        assertThat(text("docker-compose.yml")).doesNotContainPattern("image: [a-z]+/?[a-z]*:");
    }

    @Test
    void everyActionAndSchemaIsACommitAndEveryImageOfTheWorkflowADigest() throws IOException {
        String workflow = text(WORKFLOW);
        assertThat(Pattern.compile("uses: (.*)").matcher(workflow).results().map(each -> each.group(1)))
                .hasSizeGreaterThan(3)
                .allSatisfy(action -> assertThat(action).matches("[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+"));
        assertThat(workflow).containsPattern("raw\\.githubusercontent\\.com/[^/]+/[^/]+/[0-9a-f]{40}/");
        assertThat(Pattern.compile("ghcr\\.io/\\S+")
                        .matcher(workflow + text("deploy/scan"))
                        .results()
                        .map(each -> each.group()))
                .hasSize(2)
                .allSatisfy(image -> assertThat(image).matches(".+:v[0-9.]+@sha256:[0-9a-f]{64}"));
    }

    @Test
    void theUpdaterFindsThemAll() throws IOException {
        JsonObject renovate = JsonParser.parseString(text("renovate.json")).getAsJsonObject();
        int digests = 0;
        for (JsonElement manager : renovate.getAsJsonArray("customManagers")) {
            Pattern what = Pattern.compile(manager.getAsJsonObject()
                    .getAsJsonArray("matchStrings")
                    .get(0)
                    .getAsString());
            for (String file : new String[] {IMAGES, "deploy/scan", WORKFLOW}) {
                if (manager.toString().contains(file.replace(".", "\\\\."))) {
                    digests += (int) what.matcher(text(file)).results().count();
                }
            }
        }
        assertThat(digests).isEqualTo(6 + 1 + 1 + 1);
    }

    private static String text(String file) throws IOException {
        return Files.readString(Repository.ROOT.resolve(file));
    }
}
