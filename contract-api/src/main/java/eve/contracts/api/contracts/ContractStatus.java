package eve.contracts.api.contracts;

import java.time.Instant;

/// The status of a stored contract at a given time.
public enum ContractStatus {
    /// Publicly listed when last seen, and not past its `dateExpired`.
    OPEN("OPEN"),
    /// Past its `dateExpired`; the outcome is unknown, because no listing was read since.
    EXPIRED("OPEN"),
    /// No longer publicly listed, or reported as gone by ESI.
    CLOSED("CLOSED");

    private final String stored;

    ContractStatus(String stored) {
        this.stored = stored;
    }

    /// Returns the value of the column `status`.
    public String stored() {
        return stored;
    }

    /// @param stored the column `status`
    public static ContractStatus of(String stored, Instant dateExpired, Instant now) {
        if (stored.equals(CLOSED.stored)) {
            return CLOSED;
        }
        return dateExpired.isAfter(now) ? OPEN : EXPIRED;
    }
}
