/// Sends what no honest caller would.
@NullMarked
package eve.contracts.api.hostile;

import org.jspecify.annotations.NullMarked;
