package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.paging.Paged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a search.
///
/// @param nextCursor the cursor of the next page; absent on the last page
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContractPage(
        List<ContractSummary> contracts, @Nullable String nextCursor) implements Paged {}
