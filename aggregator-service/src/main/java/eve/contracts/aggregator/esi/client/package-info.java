/// Sends calls to ESI within its budgets, pauses while ESI is down, and reads the answers.
@NullMarked
package eve.contracts.aggregator.esi.client;

import org.jspecify.annotations.NullMarked;
