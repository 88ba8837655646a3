/// Reads one stored contract.
@NullMarked
package eve.contracts.api.contracts;

import org.jspecify.annotations.NullMarked;
