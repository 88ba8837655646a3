@NullMarked
package eve.contracts.aggregator.intake.consumer;

import org.jspecify.annotations.NullMarked;
