/// Step 4: stores a contract with its items, bids and outbox row in one transaction, or nothing. Only this
/// package opens transactions. Next: `outbox`.
@NullMarked
package eve.contracts.aggregator.store;

import org.jspecify.annotations.NullMarked;
