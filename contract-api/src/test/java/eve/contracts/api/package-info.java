/// Runs the service on real engines, beside the classes of the other service.
@NullMarked
package eve.contracts.api;

import org.jspecify.annotations.NullMarked;
