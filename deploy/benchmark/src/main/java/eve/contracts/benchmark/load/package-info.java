/// What many readers and a failover do to those who publish and redrive.
@NullMarked
package eve.contracts.benchmark.load;

import org.jspecify.annotations.NullMarked;
