package eve.contracts.simulator.faults;

import java.util.EnumSet;
import java.util.Set;

/// What can go wrong with an answer.
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
    /// No answer at all; the connection stays open.
    TIMEOUT(Effect.DELIVERY),
    /// The connection is closed instead of an answer, with all that is in flight on it.
    CONNECTION_CLOSED(Effect.DELIVERY),
    /// Half of the body that Content-Length announces, then the end: of the connection, or of the stream over HTTP/2.
    CUT_BODY(Effect.DELIVERY),
    /// 200 with a body that is no JSON.
    INVALID_JSON(Effect.BODY),
    /// 200 without one of the fields that must be there.
    MISSING_FIELD(Effect.BODY),
    /// 200 with text where a number must be.
    WRONG_TYPE(Effect.BODY),
    /// 200 with a field that ESI does not document; harmless to those who ignore it.
    UNKNOWN_FIELD(Effect.BODY),
    /// 200 with a contract type that ESI does not document.
    UNKNOWN_ENUM(Effect.BODY, Route.LISTING),
    /// 200 with `[]` in place of items, bids or a page.
    EMPTY_LIST(Effect.BODY),
    /// The listing is made anew just before this page is answered, its first contract gone and a new one come.
    TORN_LISTING(Effect.LISTING, Route.LISTING),
    /// The fault's `status` and `body` instead; what is null is drawn. Not ESI's own, unless `body` says so.
    OTHER_ANSWER(Effect.REPLACES),
    /// 520 with the label of the game server's own limit and a remaining time in units of 100 ns (esi-issues 876).
    GAME_LIMIT(Effect.REPLACES),
    /// 404 for a share of the types, always the same, and for names that are asked for together with one of them.
    UNKNOWN_TYPE(Effect.REPLACES, Route.TYPE, Route.NAMES),
    /// 200 with `null`.
    NULL_BODY(Effect.BODY),
    /// 200 with `{}`.
    EMPTY_OBJECT(Effect.BODY),
    /// 200 with an ESI error.
    ERROR_BODY(Effect.BODY),
    /// 200 without a body.
    NO_BODY(Effect.BODY),
    /// An entry twice on its page.
    REPEATED_ENTRY(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS),
    /// The last entry of the page before, once more.
    REPEATED_ACROSS_PAGES(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS),
    /// A byte that is no UTF-8 in one title or name.
    BAD_BYTE(Effect.BODY, Route.LISTING, Route.TYPE, Route.NAMES, Route.REGION),
    /// Half of a surrogate pair, escaped, in one title or name (esi-issues 947).
    LONE_SURROGATE(Effect.BODY, Route.LISTING, Route.TYPE, Route.NAMES, Route.REGION),
    /// `NaN` or `Infinity` for one number.
    NOT_A_NUMBER(Effect.BODY, Route.LISTING, Route.ITEMS, Route.BIDS, Route.DYNAMIC_ITEMS, Route.TYPE),
    /// Without the fault's `header`, or without one of Last-Modified, X-Pages, Expires and ETag.
    HEADER_MISSING(Effect.HEADERS),
    /// The fault's `value` in its `header`; what is null is drawn.
    HEADER_ABSURD(Effect.HEADERS),
    /// The listing is made anew without any contract and stays so until the next one is due (esi-issues 1189).
    EMPTY_LISTING(Effect.LISTING, Route.LISTING),
    /// The listing is made anew with a tenth of its contracts and stays so until the next one is due.
    SHRUNKEN_LISTING(Effect.LISTING, Route.LISTING),
    /// The body comes piece by piece over the fault's `millis`, 5,000 if null.
    TRICKLE(Effect.DELIVERY),
    /// Headers and half of the body, then silence; the connection stays open.
    STALLED_BODY(Effect.DELIVERY),
    /// A good answer is the connection's last: GOAWAY over HTTP/2, over HTTP/1.1 closed without notice.
    GO_AWAY(Effect.DELIVERY),
    /// RST_STREAM instead of an answer; over HTTP/1.1 the connection is closed.
    STREAM_RESET(Effect.DELIVERY),
    /// Compressed though nobody asked for it.
    UNASKED_GZIP(Effect.DELIVERY),
    /// `Content-Encoding: gzip` and a body that is cut off in the middle of it.
    BROKEN_GZIP(Effect.DELIVERY);

    /// Where a fault strikes.
    public enum Effect {
        /// Takes the answer's place.
        REPLACES,
        /// Makes another listing, which is then answered as any other.
        LISTING,
        /// Spoils the body of a good answer.
        BODY,
        /// Spoils the headers of a good answer.
        HEADERS,
        /// Strikes while the answer is sent.
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

    /// Whether it can strike there at all.
    boolean suits(Route route) {
        return routes.contains(route);
    }
}
