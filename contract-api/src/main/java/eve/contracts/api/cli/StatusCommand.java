package eve.contracts.api.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `contracts status`: where ids stand.
@Command(name = "status", description = "Tell where ids stand, one JSON object a line.")
final class StatusCommand implements Callable<Integer> {

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
        ids.forEach(id -> Commands.out(spec).println(calls.get("/api/contract-ids/" + id)));
        return 0;
    }
}
