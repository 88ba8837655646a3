@NullMarked
package eve.contracts.aggregator.recovery;

import org.jspecify.annotations.NullMarked;
