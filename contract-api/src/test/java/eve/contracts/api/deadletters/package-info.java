/// Holds the projection of dead letters to its promise: each once, byte for byte, whatever is in it.
@NullMarked
package eve.contracts.api.deadletters;

import org.jspecify.annotations.NullMarked;
