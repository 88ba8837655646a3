/// What both services do about errors that repeat.
@NullMarked
package eve.contracts.logging;

import org.jspecify.annotations.NullMarked;
