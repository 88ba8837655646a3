/// The HTTP service: publish ids, read contracts. Start at `submission` for writing and `contracts` for reading.
@NullMarked
package eve.contracts.api;

import org.jspecify.annotations.NullMarked;
