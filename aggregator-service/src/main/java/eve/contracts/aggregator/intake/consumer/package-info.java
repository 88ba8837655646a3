/// A parallel consumer on the containers of spring-kafka: runs records in parallel, acknowledges them in order.
/// Imports nothing of this project.
@NullMarked
package eve.contracts.aggregator.intake.consumer;

import org.jspecify.annotations.NullMarked;
