/// Runs the whole system in one process on one machine: `./mvnw -Plocal`. Starts at [LocalApplication].
@NullMarked
package eve.contracts.local;

import org.jspecify.annotations.NullMarked;
