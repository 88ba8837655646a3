/// A consumer of `contract-events` to copy, on a real broker and a real database.
@NullMarked
package eve.contracts.mirror;

import org.jspecify.annotations.NullMarked;
