package eve.contracts.api.paging;

import org.jspecify.annotations.Nullable;

/// One page of a list; the answer gets a link to the next one ([NextLinks]).
public interface Paged {

    /// Leads to the next page; `null` on the last.
    @Nullable
    String nextCursor();
}
