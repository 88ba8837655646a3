/// Step 2: fetches everything that ESI has about one contract, within ESI's limits. Next: `validation`.
@NullMarked
package eve.contracts.aggregator.esi;

import org.jspecify.annotations.NullMarked;
