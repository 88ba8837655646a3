@NullMarked
package eve.contracts.local;

import org.jspecify.annotations.NullMarked;
