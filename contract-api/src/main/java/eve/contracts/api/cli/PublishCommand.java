package eve.contracts.api.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `contracts publish`: publishes ids, 10,000 per call, in the order given. After a failure it reports how many
/// are published; all may be published again, which does no harm.
@Command(name = "publish", description = "Publish contract ids to be fetched.")
final class PublishCommand implements Callable<Integer> {

    private static final int BATCH = 10_000;

    @ParentCommand
    @Nullable
    ContractsCli parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Contract ids; none and no file: they are read from standard input")
    List<String> ids = List.of();

    @Option(
            names = {"-f", "--file"},
            description = "A file with ids, between spaces, commas or line ends; - for standard input")
    @Nullable
    Path file;

    @Option(names = "--region", description = "The region that lists all of them, where known")
    @Nullable
    Long region;

    @Option(
            names = "--priority",
            description = "low: other ids go first, as it should be for a bulk load. Default: normal")
    Priority priority = Priority.normal;

    /// Spelled like the API's values.
    enum Priority {
        low,
        normal
    }

    private final List<Long> batch = new ArrayList<>();
    private long published;
    private long duplicates;

    @Override
    public Integer call() throws IOException {
        var calls = Commands.calls(parent);
        try {
            for (var id : ids) {
                add(calls, id, "argument");
            }
            if (file != null || ids.isEmpty()) {
                read(calls);
            }
            send(calls);
        } catch (CallFailedException e) {
            throw new CallFailedException(e.getMessage() + "; " + published + " ids are published");
        }
        Commands.out(spec).println("{\"published\":" + published + ",\"duplicates\":" + duplicates + "}");
        return 0;
    }

    private void read(Calls calls) throws IOException {
        try (var lines = file == null || file.toString().equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : open(file)) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                for (var id : line.strip().split("[\\s,;]+")) {
                    if (!id.isEmpty()) {
                        add(calls, id, "line " + number);
                    }
                }
            }
        }
    }

    private BufferedReader open(Path file) {
        try {
            return Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new ParameterException(Commands.spec(spec).commandLine(), "Cannot read " + file + ": " + e);
        }
    }

    private void add(Calls calls, String id, String where) {
        if (!id.matches("0*[1-9][0-9]{0,17}")) {
            throw new ParameterException(
                    Commands.spec(spec).commandLine(),
                    where + ": '" + id + "' is no contract id; " + published + " ids before it are published");
        }
        batch.add(Long.parseLong(id));
        if (batch.size() == BATCH) {
            send(calls);
        }
    }

    private void send(Calls calls) {
        if (batch.isEmpty()) {
            return;
        }
        var body = JsonMapper.shared().createObjectNode();
        var array = body.putArray("contractIds");
        batch.forEach(array::add);
        if (region != null) {
            body.put("regionId", region);
        }
        if (priority == Priority.low) {
            body.put("priority", "low");
        }
        var receipt = calls.postOnce("/api/contract-ids", body);
        published += receipt.path("published").asLong();
        duplicates += receipt.path("duplicates").asLong();
        batch.clear();
        Commands.err(spec).println("published " + published);
    }
}
