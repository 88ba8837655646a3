/// Step 5: relays committed events to `contract-events`, per contract in order, and deletes them after Kafka
/// has acknowledged them.
@NullMarked
package eve.contracts.aggregator.outbox;

import org.jspecify.annotations.NullMarked;
