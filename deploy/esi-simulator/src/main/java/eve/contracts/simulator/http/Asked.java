package eve.contracts.simulator.http;

import org.jspecify.annotations.Nullable;

/// One request, as far as its answer depends on it.
///
/// @param path path and query, without `?page=1`
/// @param nth how many requests for this path came before it
/// @param client the address it came from
record Asked(
        Target target,
        String path,
        @Nullable String page,
        int nth,
        String client,
        @Nullable String ifNoneMatch,
        byte[] body) {

    /// A number for whatever is to be picked at random, the same for the same path and ordinal.
    int pick() {
        return Math.floorMod(path.hashCode() * 31 + nth * 7919, 1 << 20);
    }

    /// As above, but the same for all requests for the path.
    int steadyPick() {
        return Math.floorMod(path.hashCode() * 31, 1 << 20);
    }
}
