/// The worker: from a contract id to a stored contract and its event. Start reading at `ContractAggregation`,
/// then follow the steps: `intake` (1), `esi` (2), `validation` (3), `store` (4), `outbox` (5); `discovery` (0)
/// publishes ids.
@NullMarked
package eve.contracts.aggregator;

import org.jspecify.annotations.NullMarked;
