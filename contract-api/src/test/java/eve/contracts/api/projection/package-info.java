@NullMarked
package eve.contracts.api.projection;

import org.jspecify.annotations.NullMarked;
