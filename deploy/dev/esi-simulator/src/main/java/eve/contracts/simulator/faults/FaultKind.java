package eve.contracts.simulator.faults;

import java.util.EnumSet;
import java.util.Set;

/// The faults that an answer can have.
public enum FaultKind {
    /// 502, 503 or 504 without a JSON body, as in the daily downtime.
    DOWNTIME(Effect.REPLACES),
    /// 500, 502, 503 or 504 with an ESI error.
    SERVER_ERROR(Effect.REPLACES),
    /// 403 with a body that does not mean that the contract is gone.
    FORBIDDEN(Effect.REPLACES),
    /// 420 though the error limit is not used up.
    ERROR_LIMITED(Effect.REPLACES),
    /// 429 without Retry-After or any other limit header.
    RATE_LIMITED(Effect.REPLACES),
    /// No answer; the connection stays open.
    TIMEOUT(Effect.DELIVERY),
    /// Closes the connection instead of answering. All requests in flight on it fail.
    CONNECTION_CLOSED(Effect.DELIVERY),
    /// Sends half of the body that Content-Length announces, then ends the connection, or the stream over
    /// HTTP/2.
    CUT_BODY(Effect.DELIVERY),
    /// 200 with a body that is not JSON.
    INVALID_JSON(Effect.BODY),
    /// 200 without one of the required fields.
    MISSING_FIELD(Effect.BODY),
    /// 200 with text instead of a number.
    WRONG_TYPE(Effect.BODY),
    /// 200 with a field that ESI does not document; a client that ignores unknown fields is not affected.
    UNKNOWN_FIELD(Effect.BODY),
    /// 200 with a contract type that ESI does not document.
    UNKNOWN_ENUM(Effect.BODY, Route.LISTING),
    /// 200 with `[]` instead of items, bids or a page.
    EMPTY_LIST(Effect.BODY),
    /// Regenerates the listing just before this page is answered: its first contract is gone and a new one is
    /// added.
    TORN_LISTING(Effect.LISTING, Route.LISTING),
    /// Answers with the fault's `status` and `body`; null is chosen at random. Not an answer of ESI, unless
    /// `body` is ESI.
    OTHER_ANSWER(Effect.REPLACES),
    /// 520 with the label of the game server's own limit and a remaining time in units of 100 ns (esi-issues
    /// 876).
    GAME_LIMIT(Effect.REPLACES),
    /// 404 for a share of the types, always the same ones, and for requests for names that contain one of them.
    UNKNOWN_TYPE(Effect.REPLACES, Route.TYPE, Route.NAMES),
    /// 200 with `null`.
    NULL_BODY(Effect.BODY),
    /// 200 with `{}`.
    EMPTY_OBJECT(Effect.BODY),
    /// 200 with an ESI error.
    ERROR_BODY(Effect.BODY),
    /// 200 without a body.
    NO_BODY(Effect.BODY),
    /// One entry twice on its page.
    REPEATED_ENTRY(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS),
    /// Repeats the last entry of the page before.
    REPEATED_ACROSS_PAGES(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS),
    /// A byte that is not UTF-8 in one title or name.
    BAD_BYTE(Effect.BODY, Route.LISTING, Route.TYPE, Route.NAMES, Route.REGION),
    /// Half of a surrogate pair, escaped, in one title or name (esi-issues 947).
    LONE_SURROGATE(Effect.BODY, Route.LISTING, Route.TYPE, Route.NAMES, Route.REGION),
    /// `NaN` or `Infinity` instead of one number.
    NOT_A_NUMBER(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS, Route.DYNAMIC_ITEMS, Route.TYPE),
    /// Removes the fault's `header`, or one of Last-Modified, X-Pages, Expires and ETag.
    HEADER_MISSING(Effect.HEADERS),
    /// Sets the fault's `header` to its `value`; null is chosen at random.
    HEADER_ABSURD(Effect.HEADERS),
    /// Regenerates the listing without any contract, until the next one is due (esi-issues 1189).
    EMPTY_LISTING(Effect.LISTING, Route.LISTING),
    /// Regenerates the listing with a tenth of its contracts, until the next one is due.
    SHRUNKEN_LISTING(Effect.LISTING, Route.LISTING),
    /// Sends the body piece by piece over the fault's `millis`, 5,000 if null.
    TRICKLE(Effect.DELIVERY),
    /// Sends the headers and half of the body, then nothing; the connection stays open.
    STALLED_BODY(Effect.DELIVERY),
    /// Makes a good answer the last one of the connection: GOAWAY over HTTP/2; over HTTP/1.1 it is closed
    /// without notice.
    GO_AWAY(Effect.DELIVERY),
    /// Sends RST_STREAM instead of an answer; over HTTP/1.1 the connection is closed.
    STREAM_RESET(Effect.DELIVERY),
    /// Compresses the answer although the request does not accept gzip.
    UNASKED_GZIP(Effect.DELIVERY),
    /// Sends `Content-Encoding: gzip` and a compressed body that is cut in the middle.
    BROKEN_GZIP(Effect.DELIVERY);

    /// The part of an answer that a fault changes.
    public enum Effect {
        /// Replaces the answer.
        REPLACES,
        /// Regenerates the listing with a fault; the changed listing is then answered like any other.
        LISTING,
        /// Corrupts the body of a good answer.
        BODY,
        /// Corrupts the headers of a good answer.
        HEADERS,
        /// Changes how the answer is sent.
        DELIVERY
    }

    private final Effect effect;
    private final Set<Route> routes;

    FaultKind(Effect effect, Route... only) {
        this.effect = effect;
        this.routes = only.length == 0 ? EnumSet.allOf(Route.class) : EnumSet.of(only[0], only);
    }

    public Effect effect() {
        return effect;
    }

    /// Returns whether this fault can hit the route.
    boolean suits(Route route) {
        return routes.contains(route);
    }
}
