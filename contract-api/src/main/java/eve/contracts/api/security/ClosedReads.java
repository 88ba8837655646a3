package eve.contracts.api.security;

import java.util.List;

/// Lists the calls that always need a login, even for reading: dead letters and redrives contain records of
/// unknown publishers and names of people.
public final class ClosedReads {

    private static final List<String> ROOTS = List.of("/api/dead-letters", "/api/redrives");

    /// @param path the path of a call, as in the API description
    public static boolean cover(String path) {
        return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    static String[] patterns() {
        return ROOTS.stream().map(root -> root + "/**").toArray(String[]::new);
    }

    private ClosedReads() {}
}
