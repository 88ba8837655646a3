/// Limits the cost of reading, so that it never slows down publishing, projections and redrives.
@NullMarked
package eve.contracts.api.limits;

import org.jspecify.annotations.NullMarked;
