package eve.contracts.api.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `contracts redrive`: begins a redrive and follows it to its end, also across restarts of the service.
@Command(
        name = "redrive",
        description = "Replay dead letters: those named, or those that the filter meets; all where neither is given.")
final class RedriveCommand implements Callable<Integer> {

    private static final String PATH = "/api/redrives";
    private static final String SENT = "SENT";
    private static final Set<String> WELL = Set.of(SENT, "DONE");
    private static final Set<String> ENDED = Set.of("DONE", "CANCELLED", "HALTED");

    @ParentCommand
    @Nullable
    ContractsCli parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Ids of dead letters, in place of a filter")
    List<String> ids = List.of();

    @Mixin
    DeadLetterFilter filter = new DeadLetterFilter();

    @Option(names = "--dry-run", description = "Only print what would happen")
    boolean dryRun;

    @Option(names = "--rate", description = "Replays a second")
    @Nullable
    Integer rate;

    @Option(names = "--limit", description = "At most that many contracts")
    @Nullable
    Integer limit;

    @Option(
            names = "--canary",
            description = "That many first, and the others only when fewer than half of them came back dead")
    @Nullable
    Integer canary;

    @Option(names = "--include-quarantined", description = "With a filter: also dead letters in quarantine")
    boolean includeQuarantined;

    @Option(names = "--note", description = "Why; it is kept, and required unless it is a dry run")
    @Nullable
    String note;

    @Option(names = "--no-follow", description = "Begin it and leave it to itself")
    boolean noFollow;

    @Option(
            names = "--wait",
            description =
                    "Follow it until the worker is done with every replay; exit code 1 when any died or was refused")
    boolean await;

    @Option(names = "--follow", paramLabel = "REDRIVE", description = "Follow one that was begun before")
    @Nullable
    Long follow;

    @Option(names = "--interval", defaultValue = "1000", hidden = true)
    int intervalMillis;

    @Override
    public Integer call() {
        if (!ids.isEmpty() && !filter.parameters().isEmpty()) {
            throw new ParameterException(
                    Commands.spec(spec).commandLine(), "Give ids of dead letters or a filter, not both");
        }
        var calls = Commands.calls(parent);
        if (follow != null) {
            return follow(calls, Long.toString(follow));
        }
        var answer = dryRun ? calls.post(PATH, request()) : calls.postOnce(PATH, request());
        if (dryRun || noFollow) {
            Commands.out(spec).println(answer);
            return 0;
        }
        var id = answer.path("id").asString("");
        Commands.err(spec).println("redrive " + id + " has begun");
        return follow(calls, id);
    }

    private ObjectNode request() {
        var body = JsonMapper.shared().createObjectNode();
        if (ids.isEmpty()) {
            var by = body.putObject("filter");
            filter.parameters().forEach((name, value) -> {
                if (name.equals("contractId")) {
                    by.put(name, Long.parseLong(value));
                } else {
                    by.put(name, value);
                }
            });
        } else {
            var array = body.putArray("ids");
            ids.forEach(array::add);
        }
        body.put("dryRun", dryRun);
        if (rate != null) {
            body.put("ratePerSecond", rate);
        }
        if (limit != null) {
            body.put("limit", limit);
        }
        if (canary != null) {
            body.put("canary", canary);
        }
        if (includeQuarantined) {
            body.put("includeQuarantined", true);
        }
        if (note != null) {
            body.put("note", note);
        }
        return body;
    }

    private int follow(Calls calls, String id) {
        for (var last = ""; ; Calls.pause(Duration.ofMillis(intervalMillis))) {
            var redrive = calls.get(PATH + "/" + Commands.segment(id));
            var state = redrive.path("state").asString("").toUpperCase(Locale.ROOT);
            var line = line(id, state, redrive);
            if (!line.equals(last)) {
                Commands.err(spec).println(line);
                last = line;
            }
            if (ENDED.contains(state) || state.equals(SENT) && !await) {
                Commands.out(spec).println(redrive);
                long bad = redrive.at("/replays/died").asLong(0)
                        + redrive.at("/replays/refused").asLong(0);
                return WELL.contains(state) && bad == 0 ? 0 : 1;
            }
        }
    }

    private static String line(String id, String state, JsonNode redrive) {
        var line = new StringBuilder("redrive " + id + " " + state);
        if (redrive.path("progress").isNumber()) {
            line.append(String.format(
                    Locale.ROOT, " %.0f%%", 100 * redrive.path("progress").asDouble()));
        }
        for (var count : List.of(
                "/deadLetters",
                "/pending",
                "/replays/sent",
                "/replays/answered",
                "/replays/died",
                "/replays/refused",
                "/etaSeconds")) {
            if (redrive.at(count).isNumber()) {
                line.append(", ")
                        .append(count.substring(count.lastIndexOf('/') + 1))
                        .append(' ')
                        .append(redrive.at(count).asLong());
            }
        }
        return redrive.path("endReason").isString()
                ? line + ": " + redrive.path("endReason").asString()
                : line.toString();
    }
}
