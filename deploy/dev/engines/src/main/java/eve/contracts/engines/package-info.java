/// Runs a real, durable Kafka broker and a real, durable PostgreSQL for a whole system on one machine.
///
/// The package needs neither Spring nor Testcontainers. The part for tests is in [eve.contracts.engines.test].
@NullMarked
package eve.contracts.engines;

import org.jspecify.annotations.NullMarked;
