package eve.contracts.api.security;

import java.util.List;

/// The calls that need a login for reading too, whatever the configuration: dead letters and redrives hold what
/// strangers published and the names of people.
public final class ClosedReads {

    private static final List<String> ROOTS = List.of("/api/dead-letters", "/api/redrives");

    /// @param path of a call, as it is described
    public static boolean cover(String path) {
        return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    static String[] patterns() {
        return ROOTS.stream().map(root -> root + "/**").toArray(String[]::new);
    }

    private ClosedReads() {}
}
