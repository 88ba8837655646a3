package eve.contracts.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/// Separates the libraries that are compared: all are on one class path, but each application activates only
/// its own.
public final class Contenders {

    /// The contenders, and tracing, which no scenario uses.
    private static final List<String> OPTIONAL = List.of(
            "org.springframework.modulith",
            "io.namastack",
            "org.springframework.boot.micrometer.tracing.opentelemetry");

    private Contenders() {}

    /// Returns the setting that excludes the auto-configurations of all contenders except one.
    ///
    /// @param kept prefix of the class names that stay active; for an application without a contender, a prefix
    ///     that matches none
    public static String excludeAllBut(String kept) {
        List<String> others = new ArrayList<>();
        for (String candidate : ImportCandidates.load(AutoConfiguration.class, Contenders.class.getClassLoader())) {
            if (OPTIONAL.stream().anyMatch(candidate::startsWith) && !candidate.startsWith(kept)) {
                others.add(candidate);
            }
        }
        return "spring.autoconfigure.exclude=" + String.join(",", others);
    }
}
