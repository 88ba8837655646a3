/// Beside the steps: spans on the way from an id to its event, where tracing is switched on.
@NullMarked
package eve.contracts.aggregator.tracing;

import org.jspecify.annotations.NullMarked;
