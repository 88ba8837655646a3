/// Searches stored contracts, page by page.
@NullMarked
package eve.contracts.api.contracts.search;

import org.jspecify.annotations.NullMarked;
