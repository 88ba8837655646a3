/// Uses the generated client like any other program.
@NullMarked
package eve.contracts.client;

import org.jspecify.annotations.NullMarked;
