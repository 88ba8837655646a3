/// Step 4: the only transactions: a contract with its items, bids and outbox row, or nothing. Next: `outbox`.
@NullMarked
package eve.contracts.aggregator.store;

import org.jspecify.annotations.NullMarked;
