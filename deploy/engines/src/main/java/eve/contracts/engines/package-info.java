/// A real Kafka broker and a real PostgreSQL inside this process, durable, for running the whole system on one machine.
///
/// The package needs neither Spring nor Testcontainers; what tests share is in [eve.contracts.engines.test].
@NullMarked
package eve.contracts.engines;

import org.jspecify.annotations.NullMarked;
