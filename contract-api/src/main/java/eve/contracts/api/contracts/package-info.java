/// Reads what is stored: one contract, and a search.
@NullMarked
package eve.contracts.api.contracts;

import org.jspecify.annotations.NullMarked;
