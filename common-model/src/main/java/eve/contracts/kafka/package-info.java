/// Shared by both services: restarts Kafka listeners and bounds the memory of records.
@NullMarked
package eve.contracts.kafka;

import org.jspecify.annotations.NullMarked;
