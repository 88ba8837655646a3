package eve.contracts.simulator.http;

import org.jspecify.annotations.Nullable;

/// The parts of a request that its answer depends on.
///
/// @param path path and query, without `?page=1`
/// @param nth the number of earlier requests for this path
/// @param client the client's address
record EsiRequest(
        Target target,
        String path,
        @Nullable String page,
        int nth,
        String client,
        @Nullable String ifNoneMatch,
        byte[] body) {

    /// Returns a pseudo-random number, the same for the same path and ordinal.
    int pick() {
        return Math.floorMod(path.hashCode() * 31 + nth * 7919, 1 << 20);
    }

    /// As above, but the same for all requests for the path.
    int steadyPick() {
        return Math.floorMod(path.hashCode() * 31, 1 << 20);
    }
}
