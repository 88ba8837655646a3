/// Bounds what reading may cost, so that reading never slows down publishing, projections and redrives.
@NullMarked
package eve.contracts.api.limits;

import org.jspecify.annotations.NullMarked;
