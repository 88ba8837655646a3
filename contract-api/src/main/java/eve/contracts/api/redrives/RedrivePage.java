package eve.contracts.api.redrives;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.paging.Paged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of all redrives, latest first.
///
/// @param nextCursor the cursor of the next page; absent on the last page
@JsonInclude(JsonInclude.Include.NON_NULL)
record RedrivePage(List<Redrive> redrives, @Nullable String nextCursor) implements Paged {}
