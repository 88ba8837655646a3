package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parts of the services' code that their deployment depends on.
final class Sources {

    private static final Path WORKER = Path.of("aggregator-service/src/main/java");
    private static final Path API = Path.of("contract-api/src/main/java");
    private static final Path SHARED = Path.of("common-model/src/main/java");

    private Sources() {}

    static String all() {
        StringBuilder all = new StringBuilder();
        for (Path root : List.of(WORKER, API, SHARED)) {
            try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.append(Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }

    /// Returns the default of a property of the worker.
    ///
    /// @param properties the record without `Properties`, below the worker's package
    static String defaultOf(String properties, String name) {
        try {
            String source = Files.readString(Repository.ROOT
                    .resolve(WORKER)
                    .resolve("eve/contracts/aggregator/" + properties + "Properties.java"));
            Matcher value = Pattern.compile("@DefaultValue\\(\"([^\"]*)\"\\) \\S+ " + name + "\\b")
                    .matcher(source);
            assertThat(value.find()).as(properties + "." + name).isTrue();
            return value.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the longest time that a stop of the worker takes: the intake with its margin, then the relay,
    /// which joins twice.
    static Duration longestStop() {
        Duration grace = Duration.parse("PT" + defaultOf("intake/Intake", "shutdownGrace"));
        Duration lease = Duration.parse("PT" + defaultOf("outbox/Outbox", "lease"));
        return grace.plusSeconds(5).plus(lease.multipliedBy(2));
    }
}
