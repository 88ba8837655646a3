/// Follows lists from page to page.
@NullMarked
package eve.contracts.api.paging;

import org.jspecify.annotations.NullMarked;
