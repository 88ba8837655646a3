package eve.contracts.api.paging;

import org.jspecify.annotations.Nullable;

/// A page of a list; its answer gets a link to the next page ([NextLinks]).
public interface Paged {

    /// Returns the cursor of the next page; `null` on the last page.
    @Nullable
    String nextCursor();
}
