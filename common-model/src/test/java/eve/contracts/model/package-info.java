/// Holds what travels to its schemas and to what it promises on hostile input.
@NullMarked
package eve.contracts.model;

import org.jspecify.annotations.NullMarked;
