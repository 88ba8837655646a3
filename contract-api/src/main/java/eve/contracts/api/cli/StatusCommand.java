package eve.contracts.api.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `contracts status`: shows the status of ids.
@Command(name = "status", description = "Print the status of ids, one JSON object per line.")
final class StatusCommand implements Callable<Integer> {

    private static final int BATCH = 1_000;

    @ParentCommand
    @Nullable
    ContractsCli parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Contract ids")
    List<Long> ids = List.of();

    @Override
    public Integer call() {
        var calls = Commands.calls(parent);
        for (int from = 0; from < ids.size(); from += BATCH) {
            var body = JsonMapper.shared().createObjectNode();
            var array = body.putArray("contractIds");
            ids.subList(from, Math.min(from + BATCH, ids.size())).forEach(array::add);
            calls.post("/api/contract-ids/query", body)
                    .path("contractIds")
                    .forEach(id -> Commands.out(spec).println(id));
        }
        return 0;
    }
}
