@NullMarked
package eve.contracts.aggregator.intake;

import org.jspecify.annotations.NullMarked;
