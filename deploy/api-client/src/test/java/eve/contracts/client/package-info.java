/// Uses the generated client as anybody would.
@NullMarked
package eve.contracts.client;

import org.jspecify.annotations.NullMarked;
