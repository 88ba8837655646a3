/// What both services do with Kafka's listeners.
@NullMarked
package eve.contracts.kafka;

import org.jspecify.annotations.NullMarked;
