/// Looks at real databases that fit, and that do not.
@NullMarked
package eve.contracts.database;

import org.jspecify.annotations.NullMarked;
