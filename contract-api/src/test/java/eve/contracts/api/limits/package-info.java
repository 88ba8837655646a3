/// Reads too often, too many at once, and for too long.
@NullMarked
package eve.contracts.api.limits;

import org.jspecify.annotations.NullMarked;
