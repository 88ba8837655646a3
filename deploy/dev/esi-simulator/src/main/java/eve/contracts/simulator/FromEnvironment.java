package eve.contracts.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Reads an option that is not set from the environment: `--latency-ms` from `SIMULATOR_LATENCY_MS`.
final class FromEnvironment implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? System.getenv(variable(option.longestName())) : null;
    }

    static String variable(String option) {
        return "SIMULATOR_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
