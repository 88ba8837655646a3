/// One call to ESI: its budgets, its pauses while ESI is down, and the reading of its answer.
@NullMarked
package eve.contracts.aggregator.esi.client;

import org.jspecify.annotations.NullMarked;
