/// The program that makes a restored database and Kafka consistent again.
@NullMarked
package eve.contracts.aggregator.recovery;

import org.jspecify.annotations.NullMarked;
