/// Step 2: fetches everything ESI knows of one contract, within ESI's budget. Next: `validation`.
@NullMarked
package eve.contracts.aggregator.esi;

import org.jspecify.annotations.NullMarked;
