/// Step 3: decides what ESI's answers come to: complete, gone, retry, poison, suspended. Next: `store`.
@NullMarked
package eve.contracts.aggregator.validation;

import org.jspecify.annotations.NullMarked;
