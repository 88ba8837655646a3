/// Tests that the service's answers match its description.
@NullMarked
package eve.contracts.api.description;

import org.jspecify.annotations.NullMarked;
