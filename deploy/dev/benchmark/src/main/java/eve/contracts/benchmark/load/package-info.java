/// Measures how many readers and a failover affect publishing and redrives.
@NullMarked
package eve.contracts.benchmark.load;

import org.jspecify.annotations.NullMarked;
