@NullMarked
package eve.contracts.aggregator.topics;

import org.jspecify.annotations.NullMarked;
