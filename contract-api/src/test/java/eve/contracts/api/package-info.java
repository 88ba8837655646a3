/// Runs the service on a real Kafka and PostgreSQL, with the classes of the other service on the class path.
@NullMarked
package eve.contracts.api;

import org.jspecify.annotations.NullMarked;
