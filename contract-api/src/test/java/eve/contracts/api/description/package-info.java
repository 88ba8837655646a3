/// Holds the description to what the service answers.
@NullMarked
package eve.contracts.api.description;

import org.jspecify.annotations.NullMarked;
