@NullMarked
package eve.contracts.aggregator.esi.listing;

import org.jspecify.annotations.NullMarked;
