/// Holds reading to what is in the tables.
@NullMarked
package eve.contracts.api.contracts;

import org.jspecify.annotations.NullMarked;
