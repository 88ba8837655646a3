/// Holds bodies to their bounds, and to being read only where somebody may send them.
@NullMarked
package eve.contracts.api.problems;

import org.jspecify.annotations.NullMarked;
