package eve.contracts.api.contracts;

import java.time.Instant;

/// Whether a stored contract can still be had.
enum ContractStatus {
    /// Publicly listed when last seen, and not past its `dateExpired`.
    OPEN("OPEN"),
    /// Past its `dateExpired`; how it ended is not known, because no listing was asked since.
    EXPIRED("OPEN"),
    /// Seen to be gone.
    CLOSED("CLOSED");

    private final String stored;

    ContractStatus(String stored) {
        this.stored = stored;
    }

    /// As the column `status` has it.
    String stored() {
        return stored;
    }

    /// @param stored the column `status`
    static ContractStatus of(String stored, Instant dateExpired, Instant now) {
        if (stored.equals(CLOSED.stored)) {
            return CLOSED;
        }
        return dateExpired.isAfter(now) ? OPEN : EXPIRED;
    }
}
