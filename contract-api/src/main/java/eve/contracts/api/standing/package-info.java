/// Tells where an id stands, from what is stored, what died, and what waits in the worker's retry tiers.
@NullMarked
package eve.contracts.api.standing;

import org.jspecify.annotations.NullMarked;
