/// Sends requests that no honest caller would send.
@NullMarked
package eve.contracts.api.hostile;

import org.jspecify.annotations.NullMarked;
