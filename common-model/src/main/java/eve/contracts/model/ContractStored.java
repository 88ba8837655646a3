package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A contract was stored for the first time, or what is stored of it changed; carries the whole state.
///
/// @param regionId the region whose listing holds the contract
/// @param version counts the contract's events from 1, without gaps
/// @param fetchedAt when ESI told this state
public record ContractStored(
        long regionId,
        long version,
        Change change,
        @JsonUnwrapped ContractHeader header,
        List<ContractItem> items,
        List<ContractBid> bids,
        Instant fetchedAt)
        implements ContractEvent {

    public enum Change {
        CREATED,
        UPDATED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ContractStored {
        items = List.copyOf(items);
        bids = List.copyOf(bids);
    }

    @Override
    @JsonIgnore
    public long contractId() {
        return header.contractId();
    }

    @Override
    @JsonIgnore
    public EventType type() {
        return EventType.STORED;
    }
}
