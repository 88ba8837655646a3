/// Checks real databases that meet the requirements, and some that do not.
@NullMarked
package eve.contracts.database;

import org.jspecify.annotations.NullMarked;
