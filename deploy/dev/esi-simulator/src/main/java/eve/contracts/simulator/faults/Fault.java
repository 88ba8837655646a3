package eve.contracts.simulator.faults;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One fault that is switched on.
///
/// @param share the share of requests that it hits, 0 to 1
/// @param route the only route it hits; null for all
/// @param contractId the only contract it hits (items, bids, or its entry in a listing); null for all
/// @param steady hits the same paths at every request, instead of a new random choice for each request
/// @param times the maximum number of hits; null for no limit
/// @param regionId the only region it hits, with the items and bids of its contracts; null for all
/// @param typeId the only type that [FaultKind#UNKNOWN_TYPE] hides; null for a share of all
/// @param status of [FaultKind#OTHER_ANSWER]; null is chosen at random
/// @param body of [FaultKind#OTHER_ANSWER]; null is chosen at random
/// @param header that is missing or absurd; null is chosen at random
/// @param value of an absurd header, or the text of ESI's error; null is chosen at random
/// @param millis how long a body takes with [FaultKind#TRICKLE]; null is 5,000
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Fault(
        @JsonProperty(required = true) FaultKind kind,
        @JsonProperty(required = true) double share,
        @Nullable Route route,
        @Nullable Long contractId,
        boolean steady,
        @Nullable Integer times,
        @Nullable Long regionId,
        @Nullable Long typeId,
        @Nullable Integer status,
        @Nullable Body body,
        @Nullable String header,
        @Nullable String value,
        @Nullable Long millis) {

    public Fault {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1, not " + share);
        }
        if (times != null && times < 0) {
            throw new IllegalArgumentException("times must not be negative: " + times);
        }
        if (status != null && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status must be from 200 to 599, not " + status);
        }
        if (millis != null && millis < 1) {
            throw new IllegalArgumentException("millis must be positive, not " + millis);
        }
    }

    /// Returns a fault that hits this share of all requests.
    public static Fault of(FaultKind kind, double share) {
        return new Fault(kind, share, null, null, false, null, null, null, null, null, null, null, null);
    }

    /// Returns a fault that sends another answer; null is chosen at random.
    public static Fault answering(@Nullable Integer status, @Nullable Body body, double share) {
        return new Fault(
                FaultKind.OTHER_ANSWER, share, null, null, false, null, null, null, status, body, null, null, null);
    }

    public Fault on(Route only) {
        return new Fault(
                kind, share, only, contractId, steady, times, regionId, typeId, status, body, header, value, millis);
    }

    public Fault onContract(long only) {
        return new Fault(
                kind, share, route, only, steady, times, regionId, typeId, status, body, header, value, millis);
    }

    public Fault inRegion(long only) {
        return new Fault(
                kind, share, route, contractId, steady, times, only, typeId, status, body, header, value, millis);
    }

    public Fault onType(long only) {
        return new Fault(
                kind, share, route, contractId, steady, times, regionId, only, status, body, header, value, millis);
    }

    /// Returns this fault with the same paths failing at every request: a share of poison.
    public Fault alwaysTheSame() {
        return new Fault(
                kind, share, route, contractId, true, times, regionId, typeId, status, body, header, value, millis);
    }

    public Fault atMost(int hits) {
        return new Fault(
                kind, share, route, contractId, steady, hits, regionId, typeId, status, body, header, value, millis);
    }

    public Fault header(String name) {
        return new Fault(
                kind, share, route, contractId, steady, times, regionId, typeId, status, body, name, value, millis);
    }

    /// Returns this fault with the value of an absurd header, or the text of ESI's error.
    public Fault saying(String text) {
        return new Fault(
                kind, share, route, contractId, steady, times, regionId, typeId, status, body, header, text, millis);
    }

    public Fault lasting(long time) {
        return new Fault(
                kind, share, route, contractId, steady, times, regionId, typeId, status, body, header, value, time);
    }

    boolean concerns(Aim aim) {
        return kind.suits(aim.route())
                && (route == null || route == aim.route())
                && (contractId == null || contractId.equals(aim.contractId()) || spoilsEntryOf(aim))
                && (regionId == null || regionId.equals(aim.regionId()));
    }

    private boolean spoilsEntryOf(Aim aim) {
        return kind.effect() == FaultKind.Effect.BODY && aim.route() == Route.LISTING;
    }

    /// Makes two different faults of one kind hit different requests.
    long salt() {
        long details = (status == null ? 0 : status)
                + 1_000L * (body == null ? 0 : body.ordinal() + 1)
                + 31L * (header == null ? 0 : header.hashCode())
                + 37L * (value == null ? 0 : value.hashCode());
        return kind.ordinal() + 100 * details;
    }
}
