/// The program that brings a restored database and Kafka back in step.
@NullMarked
package eve.contracts.aggregator.recovery;

import org.jspecify.annotations.NullMarked;
