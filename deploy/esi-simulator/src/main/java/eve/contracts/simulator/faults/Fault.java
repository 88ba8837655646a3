package eve.contracts.simulator.faults;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One fault that is switched on.
///
/// @param share how many of the requests it hits, 0 to 1
/// @param route the only route it hits; null for all
/// @param contractId the only contract it hits (items and bids); null for all
/// @param steady hits the same paths each time they are asked for, instead of a new draw for each request
/// @param times hits no more often than this; null for no limit
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Fault(
        @JsonProperty(required = true) FaultKind kind,
        @JsonProperty(required = true) double share,
        @Nullable Route route,
        @Nullable Long contractId,
        boolean steady,
        @Nullable Integer times) {

    public Fault {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1, not " + share);
        }
        if (times != null && times < 0) {
            throw new IllegalArgumentException("times must not be negative: " + times);
        }
    }

    /// Hits this share of all requests.
    public static Fault of(FaultKind kind, double share) {
        return new Fault(kind, share, null, null, false, null);
    }

    public Fault on(Route only) {
        return new Fault(kind, share, only, contractId, steady, times);
    }

    public Fault onContract(long only) {
        return new Fault(kind, share, route, only, steady, times);
    }

    /// The same paths fail each time: a share of poison.
    public Fault alwaysTheSame() {
        return new Fault(kind, share, route, contractId, true, times);
    }

    public Fault atMost(int hits) {
        return new Fault(kind, share, route, contractId, steady, hits);
    }

    boolean concerns(Route asked, @Nullable Long contract) {
        return kind.suits(asked)
                && (route == null || route == asked)
                && (contractId == null || contractId.equals(contract));
    }
}
