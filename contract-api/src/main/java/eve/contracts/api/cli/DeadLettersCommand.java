package eve.contracts.api.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `contracts dead-letters`: lists, shows, counts and discards dead letters.
@Command(name = "dead-letters", description = "List, show, count and discard dead letters.")
final class DeadLettersCommand {

    private static final String PATH = "/api/dead-letters";
    private static final int PAGE = 200;

    @ParentCommand
    @Nullable
    ContractsCli parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Command(description = "List dead letters, one JSON object a line, those that died last first.")
    int list(
            @Mixin DeadLetterFilter filter,
            @Option(names = "--limit", defaultValue = "200", description = "At most that many. Default: 200")
                    int limit) {
        if (limit < 1) {
            throw new ParameterException(Commands.spec(spec).commandLine(), "--limit must be 1 or more");
        }
        var calls = Commands.calls(parent);
        var parameters = filter.parameters();
        for (int left = limit; left > 0; ) {
            parameters.put("limit", Integer.toString(Math.min(left, PAGE)));
            var page = calls.get(PATH + Commands.query(parameters));
            var letters = page.path("deadLetters");
            letters.forEach(letter -> Commands.out(spec).println(letter));
            left -= letters.size();
            if (!page.has("nextCursor")) {
                break;
            }
            parameters.put("cursor", page.path("nextCursor").asString());
        }
        return 0;
    }

    @Command(description = "Show dead letters with their bytes and headers.")
    int show(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids) {
        var calls = Commands.calls(parent);
        ids.forEach(id -> Commands.out(spec).println(calls.get(PATH + "/" + Commands.segment(id))));
        return 0;
    }

    @Command(description = "Count dead letters by reason and age.")
    int summary() {
        Commands.out(spec).println(Commands.calls(parent).get(PATH + "/summary"));
        return 0;
    }

    @Command(description = "Discard dead letters.")
    int discard(
            @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(names = "--note", required = true, description = "Why; it is kept") String note) {
        var calls = Commands.calls(parent);
        var body = JsonMapper.shared().createObjectNode().put("note", note);
        ids.forEach(id -> Commands.out(spec).println(calls.post(PATH + "/" + Commands.segment(id) + "/discard", body)));
        return 0;
    }
}
