package eve.contracts.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The common functions of all commands: answers go to standard output as JSON, one per line; progress goes to
/// standard error.
final class Commands {

    static Calls calls(@Nullable ContractsCli parent) {
        return Objects.requireNonNull(parent, "set by picocli").connection.calls();
    }

    static CommandSpec spec(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "set by picocli");
    }

    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec(spec).commandLine().getOut();
    }

    static PrintWriter err(@Nullable CommandSpec spec) {
        return spec(spec).commandLine().getErr();
    }

    static String segment(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + segment(parameter.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private Commands() {}
}
