@NullMarked
package eve.contracts.aggregator;

import org.jspecify.annotations.NullMarked;
