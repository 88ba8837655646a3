package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.paging.Paged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a search.
///
/// @param nextCursor leads to the next page; absent on the last
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContractPage(
        List<ContractSummary> contracts, @Nullable String nextCursor) implements Paged {}
