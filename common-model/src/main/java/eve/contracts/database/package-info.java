/// What both services do with their database connections.
@NullMarked
package eve.contracts.database;

import org.jspecify.annotations.NullMarked;
