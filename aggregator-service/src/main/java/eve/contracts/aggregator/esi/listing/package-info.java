/// Reads the listings of ESI's regions: which contracts are public, and which are gone.
@NullMarked
package eve.contracts.aggregator.esi.listing;

import org.jspecify.annotations.NullMarked;
