@NullMarked
package eve.contracts.aggregator.intake.retry;

import org.jspecify.annotations.NullMarked;
