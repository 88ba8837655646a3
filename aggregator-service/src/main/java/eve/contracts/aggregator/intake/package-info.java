/// Step 1: consumes ids in parallel, acknowledges in order, sends failures to the retry tiers or the dead
/// letters. Next: `esi`.
@NullMarked
package eve.contracts.aggregator.intake;

import org.jspecify.annotations.NullMarked;
