/// Follows topics into tables: what is common to the projections of dead letters and of retry tiers.
@NullMarked
package eve.contracts.api.projection;

import org.jspecify.annotations.NullMarked;
