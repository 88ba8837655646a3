package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/// A stored contract left the public listing, or ESI said that it is gone. Its stored state is kept.
///
/// @param lastKnown the header as last stored
public record ContractClosed(
        long contractId, long regionId, long version, ContractHeader lastKnown, GoneReason reason, Instant observedAt)
        implements ContractEvent {

    @Override
    @JsonIgnore
    public EventType type() {
        return EventType.CLOSED;
    }
}
