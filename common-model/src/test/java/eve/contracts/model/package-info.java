/// Checks the messages against their schemas, and their guarantees on hostile input.
@NullMarked
package eve.contracts.model;

import org.jspecify.annotations.NullMarked;
