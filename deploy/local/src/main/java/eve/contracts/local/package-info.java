/// The whole system in one process, for one machine: `./mvnw -Plocal`; starts at [LocalApplication].
@NullMarked
package eve.contracts.local;

import org.jspecify.annotations.NullMarked;
