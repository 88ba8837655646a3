package eve.contracts.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The address of the service, and the login. A password is never an argument, because every user of the
/// machine can see arguments.
final class Connection {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            defaultValue = "${CONTRACTS_API_URL:-http://localhost:8080}",
            description = "Where contract-api is; environment: CONTRACTS_API_URL. Default: http://localhost:8080")
    URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            defaultValue = "${OPERATOR_USERNAME:-operator}",
            description = "The operator's user name; environment: OPERATOR_USERNAME. The password: OPERATOR_PASSWORD")
    String user = "operator";

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            defaultValue = "${OPERATOR_PASSWORD_FILE}",
            description = "A file with the operator's password; environment: OPERATOR_PASSWORD_FILE")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            defaultValue = "${CONTRACTS_TOKEN_FILE}",
            description =
                    "A file with an access token, in place of user and password; environment: CONTRACTS_TOKEN_FILE")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--retry-for",
            scope = ScopeType.INHERIT,
            defaultValue = "300",
            description = "Seconds for which a call is repeated while the service is busy or away. Default: 300")
    int retrySeconds = 300;

    Calls calls() {
        boolean callable = url.getScheme() != null
                && url.getScheme().matches("(?i)https?")
                && url.getHost() != null
                && url.getPort() != 0
                && url.getPort() <= 0xffff
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!callable) {
            // Removes a password that the URL may contain.
            throw wrong("--url must be like http://localhost:8080 or https://contracts.example.org, not '"
                    + url.toString().replaceFirst("//[^/]*@", "//…@") + "'");
        }
        return new Calls(url, authorization(), Duration.ofSeconds(retrySeconds));
    }

    private @Nullable String authorization() {
        if (tokenFile != null) {
            return "Bearer " + read(tokenFile);
        }
        var password = passwordFile == null ? System.getenv("OPERATOR_PASSWORD") : read(passwordFile);
        return password == null || password.isEmpty()
                ? null
                : "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private String read(Path file) {
        String secret;
        try {
            secret = Files.readString(file).strip();
        } catch (IOException e) {
            throw wrong("Cannot read " + file + ": " + e);
        }
        if (secret.isEmpty() || secret.lines().count() > 1) {
            throw wrong(file + " must hold one line");
        }
        return secret;
    }

    private RuntimeException wrong(String message) {
        return spec == null ? new IllegalStateException(message) : new ParameterException(spec.commandLine(), message);
    }
}
