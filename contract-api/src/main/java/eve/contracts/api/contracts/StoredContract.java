package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole contract as stored, header fields flat beside the rest.
///
/// @param closedReason how it ended; absent while OPEN or EXPIRED
/// @param version of the contract's latest event
/// @param fetchedAt when ESI told this state
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredContract(
        @JsonUnwrapped ContractHeader header,
        long regionId,
        ContractStatus status,
        @Nullable String closedReason,
        long version,
        Instant fetchedAt,
        List<ContractItem> items,
        List<ContractBid> bids) {}
