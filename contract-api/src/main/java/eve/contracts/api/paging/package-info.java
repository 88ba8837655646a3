/// Provides paging: opaque cursors, and links to the next page.
@NullMarked
package eve.contracts.api.paging;

import org.jspecify.annotations.NullMarked;
