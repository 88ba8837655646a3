package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.annotation.JsonDeserialize;

/// A contract was stored for the first time, or its stored state changed; carries the whole state.
///
/// @param regionId the region whose listing contains the contract
/// @param version counts the contract's events from 1, without gaps
/// @param fetchedAt when this state was fetched from ESI
@JsonPropertyOrder("contractId")
@JsonDeserialize(using = StoredReader.class)
public record ContractStored(
        long regionId,
        long version,
        Change change,
        // The contract's id is written by this record, so that it comes first.
        @JsonUnwrapped @JsonIgnoreProperties("contractId") ContractHeader header,
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
    @JsonProperty
    public long contractId() {
        return header.contractId();
    }

    @Override
    @JsonIgnore
    public EventType type() {
        return EventType.STORED;
    }
}
