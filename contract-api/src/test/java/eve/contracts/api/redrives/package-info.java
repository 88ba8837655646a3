/// Tests the guarantees of redrives before, while and after they run.
@NullMarked
package eve.contracts.api.redrives;

import org.jspecify.annotations.NullMarked;
