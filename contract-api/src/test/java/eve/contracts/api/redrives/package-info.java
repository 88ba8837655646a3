/// Holds redrives to what they promise before, while and after they run.
@NullMarked
package eve.contracts.api.redrives;

import org.jspecify.annotations.NullMarked;
