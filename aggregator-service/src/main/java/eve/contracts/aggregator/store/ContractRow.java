package eve.contracts.aggregator.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import eve.contracts.model.ContractStored;
import eve.contracts.model.EventJson;
import eve.contracts.model.Traceparent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A contract and its event as JSON, the input of `create-contracts.sql` and `update-contract.sql`.
///
/// @param contentHash in Base64
/// @param event the event's data
record ContractRow(
        @JsonUnwrapped ContractHeader header,
        long regionId,
        List<ContractItem> items,
        List<ContractBid> bids,
        int itemCount,
        int bidCount,
        byte[] contentHash,
        Instant observedAt,
        Instant fetchedAt,
        @Nullable Instant rollsDueAt,
        @Nullable Instant bidsModified,
        @Nullable Instant bidsFreshUntil,
        @Nullable String bidsEtag,
        String eventType,
        String event,
        @Nullable String traceparent) {

    static ContractRow of(
            FetchedContract contract, long version, ContractStored.Change change, @Nullable Traceparent trace) {
        var event = new ContractStored(
                contract.regionId(),
                version,
                change,
                contract.header(),
                contract.items(),
                contract.bids(),
                contract.fetchedAt());
        return new ContractRow(
                contract.header(),
                contract.regionId(),
                contract.items(),
                contract.bids(),
                contract.items().size(),
                contract.bids().size(),
                ContentHash.of(contract),
                contract.observedAt(),
                contract.fetchedAt(),
                contract.rollsDueAt(),
                contract.bidsModified(),
                contract.bidsFreshUntil(),
                contract.bidsEtag(),
                event.type().ceType(),
                EventJson.write(event),
                trace == null ? null : trace.value());
    }

    long contractId() {
        return header.contractId();
    }
}
