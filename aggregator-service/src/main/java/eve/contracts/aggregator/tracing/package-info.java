/// Beside the steps: spans from an id to its event, when tracing is on.
@NullMarked
package eve.contracts.aggregator.tracing;

import org.jspecify.annotations.NullMarked;
