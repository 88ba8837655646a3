package eve.contracts.simulator.universe;

import org.jspecify.annotations.Nullable;

/// The four ways in which ESI reports that a contract is no longer public.
public enum Gone {
    /// The contract expired or was accepted recently; no body.
    NO_CONTENT(204, null),
    /// ESI no longer knows the contract.
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

    /// Returns the text of the JSON error body; null if there is no body.
    public @Nullable String error() {
        return error;
    }
}
