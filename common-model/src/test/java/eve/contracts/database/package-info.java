@NullMarked
package eve.contracts.database;

import org.jspecify.annotations.NullMarked;
