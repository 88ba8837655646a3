/// Tests the limits of reading: too many reads, too many at the same time, and reads that take too long.
@NullMarked
package eve.contracts.api.limits;

import org.jspecify.annotations.NullMarked;
