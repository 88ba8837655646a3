package eve.contracts.model;

/// How ESI said that a contract is no longer, or never was, public.
public enum GoneReason {
    /// A complete, consistent listing does not contain it.
    NOT_LISTED,
    /// 204: expired, or accepted a short time ago.
    EXPIRED_OR_ACCEPTED,
    /// 404.
    NOT_FOUND,
    /// 403 "Contract accepted by player, requires authorization" (esi-issues #1242).
    ACCEPTED,
    /// 403 "Contract not public" (esi-issues #1236).
    NOT_PUBLIC
}
