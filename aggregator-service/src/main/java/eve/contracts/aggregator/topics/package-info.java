/// Step 0: creates the topics that are missing and checks those that exist before the worker consumes.
@NullMarked
package eve.contracts.aggregator.topics;

import org.jspecify.annotations.NullMarked;
