package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import eve.contracts.model.ContractHeader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A contract in a search result: its header, without items and bids.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContractSummary(
        @JsonUnwrapped ContractHeader header,
        long regionId,
        ContractStatus status,
        @Nullable String closedReason,
        long version,
        Instant fetchedAt,
        int itemCount,
        int bidCount) {}
