/// Projects topics into tables: the common part of the projections of dead letters and of retry tiers.
@NullMarked
package eve.contracts.api.projection;

import org.jspecify.annotations.NullMarked;
