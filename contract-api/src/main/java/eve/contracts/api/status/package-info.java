/// Reads the status of an id from the stored contracts, the dead letters and the worker's retry tiers.
@NullMarked
package eve.contracts.api.status;

import org.jspecify.annotations.NullMarked;
