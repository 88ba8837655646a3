/// Reads what is stored: one contract, a search, and where an id stands.
@NullMarked
package eve.contracts.api.contracts;

import org.jspecify.annotations.NullMarked;
