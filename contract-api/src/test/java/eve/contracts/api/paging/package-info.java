/// Tests that lists can be followed from page to page.
@NullMarked
package eve.contracts.api.paging;

import org.jspecify.annotations.NullMarked;
