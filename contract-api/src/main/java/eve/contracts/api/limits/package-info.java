/// Bounds what reading may cost, so that callers who only read never slow down those who write.
@NullMarked
package eve.contracts.api.limits;

import org.jspecify.annotations.NullMarked;
