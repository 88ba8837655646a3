/// Tests that the projection of dead letters stores each once, byte for byte, with any content.
@NullMarked
package eve.contracts.api.deadletters;

import org.jspecify.annotations.NullMarked;
