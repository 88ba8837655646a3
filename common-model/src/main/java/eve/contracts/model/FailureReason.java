package eve.contracts.model;

/// Why a record could not become a contract; sent by name in the header [HeaderNames#FAILURE_REASON].
///
/// A reason is never renamed or reused: dead letters outlive releases.
public enum FailureReason {
    /// The record's value is neither a number nor the documented object. Final.
    UNREADABLE,
    /// The record names an id that cannot exist (zero, negative, beyond 64 bits). Final.
    INVALID_ID,
    /// ESI rejected the request itself: 400, which is final, or a 4xx with no other meaning, which is retried.
    ESI_REJECTED,
    /// ESI's answer breaks its own schema: a field is missing or has a wrong type or an impossible value.
    ESI_SCHEMA_VIOLATION,
    /// ESI answered 5xx.
    ESI_SERVER_ERROR,
    /// ESI did not answer in time, or the connection failed.
    ESI_UNREACHABLE,
    /// ESI's answer was cut off, or is no JSON.
    ESI_BROKEN_ANSWER,
    /// The pages of one list do not belong together.
    ESI_INCONSISTENT_PAGES,
    /// An item exchange or auction came without items.
    ESI_EMPTY_ITEMS,
    /// No known or configured region lists the contract, and not all of them could be searched; or the named
    /// region does not exist, which is final.
    REGION_UNKNOWN,
    /// The database rejected the write or could not be reached.
    STORE_FAILED,
    /// The record held back its partition's commits for too long.
    DEADLINE_EXCEEDED,
    /// A defect in this software; the exception headers say where.
    INTERNAL_ERROR
}
