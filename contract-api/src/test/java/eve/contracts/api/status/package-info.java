/// Tests the status of ids while the real worker processes them.
@NullMarked
package eve.contracts.api.status;

import org.jspecify.annotations.NullMarked;
