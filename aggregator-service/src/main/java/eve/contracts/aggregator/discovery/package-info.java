/// Step 0: finds the ids that regions list and publishes them. Next: `intake`.
@NullMarked
package eve.contracts.aggregator.discovery;

import org.jspecify.annotations.NullMarked;
