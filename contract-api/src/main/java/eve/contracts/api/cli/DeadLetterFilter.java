package eve.contracts.api.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The filter options for dead letters; without options, all of them.
final class DeadLetterFilter {

    @Option(names = "--reason", description = "Those that died for this reason, such as ESI_SERVER_ERROR")
    @Nullable
    String reason;

    @Option(names = "--since", description = "Those that died then or later, such as 2026-03-01T00:00:00Z")
    @Nullable
    String since;

    @Option(names = "--until", description = "Those that died before then")
    @Nullable
    String until;

    @Option(names = "--contract", description = "Those of this contract")
    @Nullable
    Long contract;

    /// Returns the filter by the parameter names of the API.
    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        put(parameters, "reason", reason);
        put(parameters, "since", since);
        put(parameters, "until", until);
        put(parameters, "contractId", contract == null ? null : contract.toString());
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
