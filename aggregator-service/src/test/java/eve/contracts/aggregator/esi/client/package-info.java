@NullMarked
package eve.contracts.aggregator.esi.client;

import org.jspecify.annotations.NullMarked;
