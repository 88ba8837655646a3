/// Shared by both services: logs errors that repeat.
@NullMarked
package eve.contracts.logging;

import org.jspecify.annotations.NullMarked;
