/// Step 3: turns ESI's answers into a verdict: complete, gone, retry, poison, suspended. Next: `store`.
@NullMarked
package eve.contracts.aggregator.validation;

import org.jspecify.annotations.NullMarked;
