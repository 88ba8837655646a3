package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObservabilityTests {

    private static final Path FOLDER = Path.of("deploy/observability");
    /// Meters of this project, with the names that they have in Prometheus.
    private static final Pattern OURS =
            Pattern.compile("\\b(contracts|intake|esi|outbox|discovery|projection|listener)_[a-z_]+");
    /// A comparison of a label with literal values.
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\\\\?\"([^\"\\\\]*)");

    @Test
    void everyAlertHasItsParagraph() throws IOException {
        List<String> paragraphs = Files.readAllLines(Repository.ROOT.resolve("deploy/README.md"));
        assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            String name = alert.get("alert").getAsString();
            assertThat(paragraphs).contains("#### " + name);
            assertThat(alert.getAsJsonObject("annotations").get("runbook").getAsString())
                    .endsWith("#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void everyMeterThatIsAskedForExists() throws IOException {
        String asked = asked();
        String sources = Sources.all();
        assertThat(OURS.matcher(asked).results().map(MatchResult::group).distinct())
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(sources).contains("\"" + meter(name) + "\""));
    }

    /// `contracts_outcomes_total` has the outcome in lower case; the other labels have the name of a constant
    /// or the literal.
    @Test
    void everyOutcomeStateReasonAndGoalThatIsAskedForExists() throws IOException {
        String asked = asked();
        String sources = Sources.all();
        List<MatchResult> labels = LABEL.matcher(asked)
                .results()
                .filter(each -> Set.of("outcome", "state", "to").contains(each.group(1)))
                .toList();
        assertThat(labels).hasSizeGreaterThan(5);
        for (MatchResult label : labels) {
            for (String value : label.group(2).split("\\|")) {
                if (label.group(1).equals("outcome")) {
                    assertThat(value).isLowerCase();
                    assertThat(sources).containsPattern("\\b" + value.toUpperCase(Locale.ROOT) + "\\b");
                } else if (!value.equals("firing")) {
                    assertThat(sources).containsPattern("\"" + value + "\"|\\b" + value + "\\b[,;\\n]");
                }
            }
        }
    }

    @Test
    void theRulesDoAsTheirTestsSay() throws Exception {
        Repository.needs("promtool");
        promtool("check", "config", "--syntax-only", "prometheus.yml");
        promtool("test", "rules", "alerts-test.yml");
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .directory(Repository.ROOT.resolve(FOLDER).toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void theDashboardIsReadable() throws IOException {
        JsonObject dashboard = JsonParser.parseString(
                        Files.readString(Repository.ROOT.resolve(FOLDER.resolve("dashboards/contract-flow.json"))))
                .getAsJsonObject();
        assertThat(dashboard.getAsJsonArray("panels")).hasSizeGreaterThan(12);
    }

    /// Returns the name in the code: `esi_paused_seconds_total` is the counter `esi.paused.seconds`.
    private static String meter(String name) {
        return name.replaceFirst("_(total|bucket)$", "")
                .replaceFirst("^(outbox_latency|outbox_oldest_pending_age)_seconds$", "$1")
                .replace('_', '.');
    }

    /// Returns the Prometheus queries of the alerts and the dashboard.
    private static String asked() throws IOException {
        return alerts().stream().map(alert -> alert.get("expr").getAsString()).collect(Collectors.joining(" "))
                + Files.readString(Repository.ROOT.resolve(FOLDER.resolve("dashboards/contract-flow.json")));
    }

    private static List<JsonObject> alerts() {
        return Repository.yaml(FOLDER.resolve("alerts.yml")).getFirst().getAsJsonArray("groups").asList().stream()
                .flatMap(group -> group.getAsJsonObject().getAsJsonArray("rules").asList().stream())
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
