package eve.contracts.simulator.faults;

/// What can go wrong with an answer.
public enum FaultKind {
    /// 502, 503 or 504 without a JSON body, as in the daily downtime.
    DOWNTIME,
    /// 500, 502, 503 or 504 with an ESI error.
    SERVER_ERROR,
    /// 403 with a body that does not mean that the contract is gone.
    FORBIDDEN,
    /// 420 though the error limit is not used up.
    ERROR_LIMITED,
    /// 429 without Retry-After or any other limit header.
    RATE_LIMITED,
    /// No answer at all; the connection stays open.
    TIMEOUT,
    /// The connection is closed instead of an answer.
    CONNECTION_CLOSED,
    /// Half of the body that Content-Length announces, then the connection is closed.
    CUT_BODY,
    /// 200 with a body that is no JSON.
    INVALID_JSON,
    /// 200 without one of the fields that must be there.
    MISSING_FIELD,
    /// 200 with text where a number must be.
    WRONG_TYPE,
    /// 200 with a field that ESI does not document; harmless to those who ignore it.
    UNKNOWN_FIELD,
    /// 200 with a contract type that ESI does not document; listings only.
    UNKNOWN_ENUM,
    /// 200 with `[]` in place of items, bids or a page.
    EMPTY_LIST,
    /// The listing is made anew just before this page is answered, its first contract gone and a new one come; listings
    /// only.
    TORN_LISTING;

    /// Whether this spoils a good answer's body, rather than taking the answer's place.
    public boolean spoilsBody() {
        return switch (this) {
            case CUT_BODY, INVALID_JSON, MISSING_FIELD, WRONG_TYPE, UNKNOWN_FIELD, UNKNOWN_ENUM, EMPTY_LIST -> true;
            case DOWNTIME,
                    SERVER_ERROR,
                    FORBIDDEN,
                    ERROR_LIMITED,
                    RATE_LIMITED,
                    TIMEOUT,
                    CONNECTION_CLOSED,
                    TORN_LISTING -> false;
        };
    }

    boolean suits(Route route) {
        return switch (this) {
            case TORN_LISTING, UNKNOWN_ENUM -> route == Route.LISTING;
            case DOWNTIME,
                    SERVER_ERROR,
                    FORBIDDEN,
                    ERROR_LIMITED,
                    RATE_LIMITED,
                    TIMEOUT,
                    CONNECTION_CLOSED,
                    CUT_BODY,
                    INVALID_JSON,
                    MISSING_FIELD,
                    WRONG_TYPE,
                    UNKNOWN_FIELD,
                    EMPTY_LIST -> true;
        };
    }
}
