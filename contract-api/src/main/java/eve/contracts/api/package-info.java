/// The HTTP service: publishes ids and reads contracts. Start reading at `submission` for writes and at
/// `contracts` for reads.
@NullMarked
package eve.contracts.api;

import org.jspecify.annotations.NullMarked;
