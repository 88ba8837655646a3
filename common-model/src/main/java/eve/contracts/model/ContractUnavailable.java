package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/// A requested contract that was never stored is gone, or was never public.
public record ContractUnavailable(long contractId, GoneReason reason, Instant observedAt) implements ContractEvent {

    @Override
    @JsonIgnore
    public EventType type() {
        return EventType.UNAVAILABLE;
    }
}
