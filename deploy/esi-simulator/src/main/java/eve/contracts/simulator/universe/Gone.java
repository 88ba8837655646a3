package eve.contracts.simulator.universe;

import org.jspecify.annotations.Nullable;

/// The four ways in which ESI says that a contract is no longer public.
public enum Gone {
    /// Expired or recently accepted: no body.
    NO_CONTENT(204, null),
    /// Unknown by now.
    NOT_FOUND(404, "Contract not found!"),
    /// esi-issues 1242.
    ACCEPTED(403, "Contract accepted by player, requires authorization"),
    /// esi-issues 1236.
    NOT_PUBLIC(403, "Contract not public");

    private final int status;
    private final @Nullable String error;

    Gone(int status, @Nullable String error) {
        this.status = status;
        this.error = error;
    }

    public int status() {
        return status;
    }

    /// The text of the JSON error body; null where there is no body.
    public @Nullable String error() {
        return error;
    }
}
