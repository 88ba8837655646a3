package eve.contracts.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/// Keeps the libraries that are measured against each other out of each other's applications: all are on one class
/// path.
public final class Contenders {

    /// The contenders, and the traces that nobody asked for.
    private static final List<String> OPTIONAL = List.of(
            "org.springframework.modulith",
            "io.namastack",
            "org.springframework.boot.micrometer.tracing.opentelemetry");

    private Contenders() {}

    /// The setting that leaves out all contenders' automatic configurations but one's.
    ///
    /// @param kept prefix of the class names of those that stay; of none, for an application that uses no contender
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
