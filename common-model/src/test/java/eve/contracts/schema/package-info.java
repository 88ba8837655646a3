@NullMarked
package eve.contracts.schema;

import org.jspecify.annotations.NullMarked;
