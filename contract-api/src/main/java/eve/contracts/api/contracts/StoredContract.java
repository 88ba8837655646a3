package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete stored contract. The header fields are at the same level as the other fields.
///
/// @param closedReason why it was closed; absent while OPEN or EXPIRED
/// @param version the version of the contract's latest event
/// @param fetchedAt when this state was fetched from ESI
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredContract(
        @JsonUnwrapped ContractHeader header,
        long regionId,
        ContractStatus status,
        @Nullable String closedReason,
        long version,
        Instant fetchedAt,
        List<ContractItem> items,
        List<ContractBid> bids) {}
