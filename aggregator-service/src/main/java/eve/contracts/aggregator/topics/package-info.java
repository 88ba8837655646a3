/// Step 0: creates missing topics and checks existing ones before the worker consumes.
@NullMarked
package eve.contracts.aggregator.topics;

import org.jspecify.annotations.NullMarked;
